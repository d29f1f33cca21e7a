// Says in time that the session is about to end, and lets it be prolonged by one press.

const WARN_BEFORE = 300;
const { sessionSeconds, keepAlive } = document.body.dataset;

function start(seconds) {
  let endsAt = Date.now() + seconds * 1000;
  let toast;
  let timer;

  const plan = () => {
    clearTimeout(timer);
    const left = endsAt - Date.now();
    timer = setTimeout(left > 0 ? warn : ended, Math.max(left - WARN_BEFORE * 1000, left > 0 ? 1000 : 0));
  };

  const show = (words, label, act) => {
    toast ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "toast" }));
    toast.setAttribute("role", "alert");
    const text = Object.assign(document.createElement("p"), { textContent: words });
    const button = Object.assign(document.createElement("button"), { className: "button", type: "button", textContent: label });
    button.addEventListener("click", act);
    toast.replaceChildren(text, button);
  };

  const close = () => {
    toast?.remove();
    toast = undefined;
  };

  const renew = () => {
    close();
    endsAt = Date.now() + seconds * 1000;
    plan();
  };

  function warn() {
    const minutes = Math.max(1, Math.round((endsAt - Date.now()) / 60_000));
    const kept = document.querySelector("form[data-autosave]") ? "書きかけは保存されています。" : "";
    show(`あと${minutes}分でログインが切れます。続けるときは下のボタンを押してください。${kept}`, "ログインを続ける", async () => {
      const answer = await fetch(keepAlive, { redirect: "manual" });
      if (answer.ok) renew();
      else ended();
    });
    timer = setTimeout(ended, Math.max(0, endsAt - Date.now()));
  }

  function ended() {
    show("ログインが切れました。ログインし直すと、同じ画面の同じところに戻ります。", "ログインし直す", () => {
      // what is typed goes along: the server keeps it until the person is back
      const keep = document.querySelector("form[data-autosave] [data-keep]");
      if (keep) keep.form.requestSubmit(keep);
      else location.reload();
    });
  }

  document.addEventListener("comipla:alive", renew);
  plan();
}

if (sessionSeconds && keepAlive) start(Number(sessionSeconds));
