// Fetches the program, shows how far that is, starts it, and says in words what
// stands in the way. The program takes the page over by filling #a11y.
'use strict';

(() => {
  const texts = {
    'zh-Hant-TW': {
      loading: '正在載入…',
      starting: '正在啟動…',
      noWasm: '這個瀏覽器不支援 WebAssembly，所以不能執行 Lobby。請更新瀏覽器，或改用電腦版程式。',
      noWebGL: '這個瀏覽器沒有 WebGL 2，所以畫不出 Lobby。請在瀏覽器的設定裡開啟硬體加速，或換一個瀏覽器，或改用電腦版程式。',
      noProgram: '程式沒有載入完成。請確認網路和伺服器正常，然後再試一次。',
      stopped: '程式停止了。重新載入就可以繼續，已送出的訊息都在伺服器上。',
      insecure: '這個網址不是安全連線：瀏覽器不允許在這裡使用通知和讀取剪貼簿。請用 https 開啟，或改用電腦版程式。',
      retry: '重新載入',
      detail: '詳細資料：',
    },
    en: {
      loading: 'Loading…',
      starting: 'Starting…',
      noWasm: 'This browser has no WebAssembly, so Lobby cannot run in it. Update the browser, or use the desktop client.',
      noWebGL: 'This browser has no WebGL 2, so Lobby cannot draw in it. Turn on hardware acceleration in its settings, try another browser, or use the desktop client.',
      noProgram: 'The program did not load completely. See that the network and the server are up, then try again.',
      stopped: 'The program has stopped. Reload to go on; every message that was sent is on the server.',
      insecure: 'This address is not a secure context: the browser allows no notifications and no reading of the clipboard here. Open the page by https, or use the desktop client.',
      retry: 'Reload',
      detail: 'Details: ',
    },
    ja: {
      loading: '読み込んでいます…',
      starting: '起動しています…',
      noWasm: 'このブラウザーは WebAssembly に対応していないため、Lobby を実行できません。ブラウザーを更新するか、デスクトップ版をお使いください。',
      noWebGL: 'このブラウザーでは WebGL 2 が使えないため、Lobby を表示できません。設定でハードウェア アクセラレーションを有効にするか、別のブラウザーかデスクトップ版をお使いください。',
      noProgram: 'プログラムを最後まで読み込めませんでした。ネットワークとサーバーを確かめて、もう一度お試しください。',
      stopped: 'プログラムが停止しました。再読み込みすると続けられます。送信済みのメッセージはサーバーに残っています。',
      insecure: 'このアドレスは安全な接続ではないため、通知とクリップボードの読み取りが使えません。https で開くか、デスクトップ版をお使いください。',
      retry: '再読み込み',
      detail: '詳細：',
    },
  };

  const byId = (id) => document.getElementById(id);
  const boot = byId('boot');
  const files = JSON.parse(byId('assets').textContent);
  const language = choose(navigator.languages || [navigator.language]);
  const text = texts[language];
  document.documentElement.lang = language;

  // What the program asks of the page: where a file of the server lies and how many bytes
  // it has, and what the user has chosen to send or to save to, by handle.
  globalThis.lobby = {
    asset: (name) => files[name] && files[name].url,
    size: (name) => files[name].bytes,
    files: new Map(),
  };

  // Ebitengine asks for gamepads with each frame, and once somebody has asked a browser
  // looks for them all the time. Nobody plays here.
  navigator.getGamepads = () => [];

  // The first of the wanted languages that there is; Traditional Chinese for any Chinese.
  function choose(wanted) {
    for (const tag of wanted) {
      const base = String(tag).toLowerCase().split('-')[0];
      const found = Object.keys(texts).find((have) => have.split('-')[0] === base);
      if (found) return found;
    }
    return 'en';
  }

  function progress(done, all) {
    const percent = Math.min(100, Math.round((100 * done) / all));
    byId('boot-bar').setAttribute('aria-valuenow', percent);
    byId('boot-bar').firstElementChild.style.width = percent + '%';
    const mega = (n) => (n / 1e6).toFixed(1);
    byId('boot-text').textContent = `${text.loading} ${mega(done)} / ${mega(all)} MB`;
  }

  // Puts a message for people in place of whatever is shown.
  function fail(message, error) {
    byId('boot-text').textContent = message;
    byId('boot-note').textContent = error ? text.detail + error : '';
    byId('boot-bar').hidden = true;
    const retry = byId('boot-retry');
    retry.textContent = text.retry;
    retry.hidden = false;
    retry.onclick = () => location.reload();
    boot.hidden = false;
    boot.setAttribute('role', 'alert');
  }

  // Compiles while it downloads. The bytes are counted on a copy of the response
  // after the browser has undone the compression, hence against the file's own size.
  async function load(file, go, signal) {
    const response = await fetch(file.url, { signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const counted = response.clone().body.getReader();
    const count = async () => {
      for (let done = 0; ; ) {
        const chunk = await counted.read();
        if (chunk.done) break;
        done += chunk.value.length;
        progress(done, file.bytes);
      }
      byId('boot-text').textContent = text.starting;
    };
    const [{ instance }] = await Promise.all([
      WebAssembly.instantiateStreaming(response, go.importObject), count(),
    ]);
    return instance;
  }

  // Ebitengine hands the page a handler by way of eval: a textarea may take the focus,
  // and a phone show its keyboard, only while the page handles a touch or a key. The
  // page's Content-Security-Policy knows no eval, so this stands in for that one use.
  // To a finger that is lifted the program answers by itself.
  function standInForEval() {
    const real = globalThis.eval;
    globalThis.eval = (source) => {
      if (!String(source).includes('_ebitengine_textinput_ready')) return real(source);
      for (const kind of ['mouseup', 'keyup']) {
        document.body.addEventListener(kind, focusTextInput);
      }
    };
  }

  // Gives the engine's textarea the focus, where the engine has asked for that.
  function focusTextInput() {
    const { _ebitengine_textinput_x: x, _ebitengine_textinput_y: y } = globalThis;
    if (x === undefined || y === undefined) return;
    const field = byId('ebitengine-textinput');
    field.value = '';
    field.focus();
    field.style.left = `${x}px`;
    field.style.top = `${y}px`;
    globalThis._ebitengine_textinput_x = undefined;
    globalThis._ebitengine_textinput_y = undefined;
    globalThis._ebitengine_textinput_ready = true;
  }

  // Ebitengine asks for a canvas with the browser's defaults, which smooth edges: four
  // samples for each pixel, filled and mixed anew with every frame. All that it draws to
  // the canvas is one picture, pixel for pixel, that hides everything behind it.
  function askForPlainCanvas() {
    const real = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function getContext(kind, wishes) {
      return real.call(this, kind, kind === 'webgl2' ? { ...wishes, antialias: false, alpha: false } : wishes);
    };
  }

  // The first thing that the program mirrors means that it has drawn.
  function leaveWhenDrawn() {
    const watch = new MutationObserver(() => {
      watch.disconnect();
      boot.hidden = true;
    });
    watch.observe(byId('a11y'), { childList: true, subtree: true });
  }

  // Waits until what the page shows now is on the screen. A hidden one shows nothing.
  function nextFrame() {
    if (document.hidden) return Promise.resolve();
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  }

  async function main() {
    if (typeof WebAssembly !== 'object' || !WebAssembly.instantiateStreaming) return fail(text.noWasm);
    if (!isSecureContext) byId('boot-note').textContent = text.insecure;

    progress(0, files['client.wasm'].bytes);
    const go = new Go();
    const stop = new AbortController();
    const loading = load(files['client.wasm'], go, stop.signal);
    loading.catch(() => {}); // it is told below
    // The first context takes a browser a fifth of a second, which is to hold up neither
    // the first picture nor the program.
    await nextFrame();
    if (!document.createElement('canvas').getContext('webgl2')) {
      stop.abort();
      return fail(text.noWebGL);
    }
    let instance;
    try {
      instance = await loading;
    } catch (error) {
      return fail(text.noProgram, error);
    }
    leaveWhenDrawn();
    standInForEval();
    askForPlainCanvas();
    try {
      await go.run(instance);
      fail(text.stopped);
    } catch (error) {
      fail(text.stopped, error);
    }
  }

  main();
})();
