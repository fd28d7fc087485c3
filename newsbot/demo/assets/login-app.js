// Signs in at /login-app: sends address and password as JSON, keeps the token in local storage, shows the account.
"use strict";

(() => {
  const KEY = "courier_token";
  const STATE = "courier_app"; // the same token once more, inside JSON, as other apps keep it
  const app = document.getElementById("app");

  const show = (name) => app.replaceChildren(document.getElementById(name).content.cloneNode(true));
  const within = (id) => app.querySelector(`#${id}`);

  const keep = (token, email) => {
    localStorage.setItem(KEY, token);
    localStorage.setItem(STATE, JSON.stringify({ user: { email }, auth: { token } }));
  };
  const forget = () => {
    localStorage.removeItem(KEY);
    localStorage.removeItem(STATE);
  };

  const signedIn = ({ email, plan }) => {
    show("app-signed-in");
    within("account-email").textContent = email;
    within("account-plan").textContent = plan;
    document.querySelector(".masthead .reader").textContent = email;
    within("app-logout").addEventListener("click", async () => {
      const headers = { Authorization: `Bearer ${localStorage.getItem(KEY)}` };
      await fetch("/api/session/end", { method: "POST", headers });
      forget();
      location.reload();
    });
  };

  const submit = async (event) => {
    event.preventDefault();
    const error = app.querySelector(".error");
    error.hidden = true;
    const answer = await fetch("/api/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email: within("app-email").value, password: within("app-password").value }),
    });
    const told = await answer.json();
    if (!answer.ok) {
      error.textContent = told.error;
      error.hidden = false;
      return;
    }
    keep(told.token, told.email);
    signedIn(told);
  };

  const signedOut = () => {
    show("app-signed-out");
    within("app-form").addEventListener("submit", submit);
  };

  const start = async () => {
    const token = localStorage.getItem(KEY);
    if (!token) return signedOut();
    const answer = await fetch("/api/account", { headers: { Authorization: `Bearer ${token}` } });
    if (answer.ok) return signedIn(await answer.json());
    forget();
    return signedOut();
  };
  start();
})();
