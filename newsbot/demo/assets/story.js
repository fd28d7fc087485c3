// Fills the page of the article that is printed by a script: fetches its text and puts it into #story.
"use strict";

(async () => {
  const place = document.getElementById("story");
  const answer = await fetch(place.dataset.source);
  if (!answer.ok) return;
  const story = await answer.json();
  const blocks = story.blocks.map(({ kind, text }) => {
    const element = document.createElement(kind);
    element.textContent = text;
    return element;
  });
  place.replaceChildren(...blocks);
})();
