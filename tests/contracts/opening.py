"""How the contract suites open a store once more, as another process would."""

from collections.abc import Callable

from newsbot.store.base import Store

Open = Callable[[], Store]
