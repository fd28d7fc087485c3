"""Leases: laws that hold whatever workers do, in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsbot.store.base import Lease
from newsbot.store.leases import claimed, renewed

T0 = datetime(2026, 11, 22, tzinfo=UTC)

steps = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["claim", "renew", "return"]), st.integers(0, 40)), max_size=60
)


@given(steps)
def test_two_workers_never_hold_a_lease_at_one_time(steps: list[tuple[str, str, int]]) -> None:
    """Each worker acts on what it was last told, as one does that has slept meanwhile."""
    lease: Lease | None = None
    mine: dict[str, Lease] = {}
    now = T0
    for worker, what, wait in steps:
        now += timedelta(seconds=wait)
        before = lease
        if what == "claim":
            lease = claimed(lease, "site x", worker, now, now + timedelta(seconds=60))
        elif worker in mine:
            end = now if what == "return" else now + timedelta(seconds=60)
            lease = renewed(lease, replace(mine[worker], until=end))
        if lease is not None and lease.holder == worker:
            mine[worker] = lease
        if before is not None and lease is not None:
            assert lease.number >= before.number
            if before.until > now and lease.holder != before.holder:
                raise AssertionError("it passed on while it was held")
            if lease.holder != before.holder:
                assert lease.number > before.number


@given(steps)
def test_the_same_claim_twice_changes_nothing_more(steps: list[tuple[str, str, int]]) -> None:
    lease: Lease | None = None
    now = T0
    for worker, _, wait in steps:
        now += timedelta(seconds=wait)
        once = claimed(lease, "site x", worker, now, now + timedelta(seconds=60))
        assert claimed(once, "site x", worker, now, now + timedelta(seconds=60)) == once
        lease = once
