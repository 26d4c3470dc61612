// SPDX-License-Identifier: MIT
//
// notes_test — `fairlead dev examples/notes` in a real Chromium and in its window, with its real
// Vite: what pages say to each other, what they keep, what they show.
//
//   notes_test.mjs FAIRLEAD PICTURES CHROMIUM window|headless
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { DevSession, patience } from './dev_session.mjs';

const [fairlead, pictures, executablePath, display] = process.argv.slice(2);
const example = join(dirname(fileURLToPath(import.meta.url)), '../../examples/notes');
const inOverlay = (key) => `fairlead-overlay section[data-key="${key}"]`;
/** Where the overlay is. */
const foot = (name) => ({
  path: join(pictures, `${name}.png`), clip: { x: 0, y: 540, width: 1080, height: 180 },
});
const begun = Date.now();
const done = (what) =>
  console.log(`${((Date.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${what}`);

/** The window's page, which answers the browser's by events: nothing else looks into it. */
class WindowPage {
  #session;
  #hears;
  #asked = 0;

  constructor(session, hears) {
    this.#session = session;
    this.#hears = hears;
  }

  async open() {
    await this.#hears.evaluate(() => {
      window.answers = {};
      window.runtime.EventsOn('test:answer', (id, value, error) => {
        window.answers[id] = { value, error };
      });
    });
    const isThere = '[...document.documentElement.dataset.tour ?? ""].length';
    for (const until = Date.now() + patience; await this.evaluate(isThere, 2_000) !== 4;)
      assert.ok(Date.now() < until, 'the window shows no page');
    await this.evaluate('window.counter = 1');
  }

  /** The value of an expression there, awaited; undefined: no answer in time. */
  async evaluate(expression, timeout = patience) {
    const id = ++this.#asked;
    const say = (values) => `window.runtime.EventsEmit('test:answer', ${id}, ${values})`;
    await this.#session.cli('call', '--app', 'notes', 'fairlead.window.run-script', JSON.stringify(
      `(async () => (${expression}))().then((value) => ${say('value ?? null')},`
      + ` (error) => ${say('null, String(error)')})`));
    const answer = await this.#hears.waitForFunction((n) => window.answers[n], id, { timeout })
      .then((handle) => handle.jsonValue(), () => undefined);
    assert.equal(answer?.error, undefined);
    return answer?.value;
  }

  /** As React hears it. */
  type(selector, text) {
    return this.evaluate(`(() => {
      const field = document.querySelector(${JSON.stringify(selector)});
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
        .set.call(field, ${JSON.stringify(text)});
      field.dispatchEvent(new Event('input', { bubbles: true }));
    })()`);
  }

  waitFor(condition) {
    return this.evaluate(`new Promise((done) => {
      const timer = setInterval(() => (${condition}) && (clearInterval(timer), done(true)), 20);
    })`);
  }
}

/** As fairlead dev says it. */
const failedBuild = {
  state: 'failed',
  errors: [
    {
      file: 'plugin/keeper.cpp', line: 28, column: 16,
      text: "'shelf' was not declared in this scope; did you mean 'shelf_'?",
    },
    { file: 'plugin/shelf.hpp', line: 7, column: 1, text: "expected ';' after class definition" },
  ],
  more: 3,
};

async function run(session, browser) {
  const url = (await session.line(/in a browser: http/)).match(/http\S+/)[0];
  const context = await browser.newContext({ viewport: { width: 1080, height: 720 } });
  context.setDefaultTimeout(patience);
  const faults = [];
  const open = async () => {
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(url);
    // Vite may have the first page loaded once more, when it has seen what the app imports.
    await page.waitForFunction(() => document.documentElement.dataset.tour === 'done');
    return page;
  };
  const one = await open();
  const two = await open();
  for (const page of [one, two]) await page.evaluate(() => { window.counter = 1; });
  const inWindow = session.hasWindow ? new WindowPage(session, one) : null;
  await inWindow?.open();
  done(`two pages${inWindow ? ' and a window' : ''}`);

  assert.match(await one.evaluate(() => window.wails.path), /^messages/);
  for (const [title, text] of [
    ['Ship\'s log', 'Left the roads at six. Wind south-west, force four.'],
    ['Provisions', 'Flour, coffee, lamp oil, two barrels of apples.'],
  ])
    await one.evaluate(async ([newTitle, newText]) => {
      const { id } = await window.go.main.Notes.Create();
      await window.go.main.Notes.Edit(id, newTitle, newText, 'test');
    }, [title, text]);
  const lines = (title) => `[...document.querySelectorAll('.line-title')]
    .filter((line) => line.textContent === ${JSON.stringify(title)}).length === 1`;
  await two.waitForFunction(lines('Provisions'));
  await inWindow?.waitFor(lines('Provisions'));
  const notes = await one.evaluate(async () => (await window.go.main.Notes.List('')).length);
  done('a call in one page shows in the others');

  // Each hears what the others emit once, and its own once.
  const listen = `{ window.heard = [];
    window.runtime.EventsOn('test:news', (...data) => window.heard.push(data)); }`;
  const hasHeard = (count) => `window.heard.length >= ${count}`;
  await one.evaluate(listen);
  await two.evaluate(listen);
  await inWindow?.evaluate(`(() => ${listen})()`);
  const wanted = [['from one', { n: 1 }], ['from two']];
  const emit = `window.runtime.EventsEmit('test:news', ...${JSON.stringify(wanted[0])})`;
  await one.evaluate(emit);
  await two.waitForFunction(hasHeard(1));
  await inWindow?.waitFor(hasHeard(1));
  await two.evaluate(() => window.runtime.EventsEmit('test:news', 'from two'));
  await one.waitForFunction(hasHeard(2));
  await inWindow?.waitFor(hasHeard(2));
  if (inWindow) {
    wanted.push(['from the window']);
    await inWindow.evaluate('window.runtime.EventsEmit("test:news", "from the window")');
    for (const page of [one, two]) await page.waitForFunction(hasHeard(3));
  }
  for (const page of [one, two]) {
    // Whatever came twice is there by now.
    await page.evaluate(() => window.go.main.Notes.List(''));
    assert.deepEqual(await page.evaluate(() => window.heard), wanted);
  }
  if (inWindow) {
    await inWindow.evaluate('window.go.main.Notes.List("")');
    assert.deepEqual(await inWindow.evaluate('window.heard'), wanted);
  }
  done('each event is heard once everywhere');

  // Vite's own socket, through ours in a browser: a component and a style that are saved are other
  // ones, and the page is the same, with what has been typed into it.
  await one.locator('#search').fill('o');
  await inWindow?.type('#search', 'o');
  const edit = (file, from, to) => {
    const path = join(session.app, 'frontend/src', file);
    const text = readFileSync(path, 'utf8');
    assert.ok(text.includes(from));
    writeFileSync(path, text.replace(from, to));
  };
  edit('Sidebar.tsx', 'placeholder="Search"', 'placeholder="Look for"');
  edit('style.css', 'body {', 'body { outline-color: rgb(1, 2, 3);');
  const isEdited = `document.querySelector('#search').placeholder === 'Look for'
    && getComputedStyle(document.body).outlineColor === 'rgb(1, 2, 3)'`;
  for (const page of [one, two]) await page.waitForFunction(isEdited);
  await inWindow?.waitFor(isEdited);
  assert.equal(await one.locator('#search').inputValue(), 'o');
  const isKept = async (pages = [one, two]) => {
    for (const page of pages) assert.equal(await page.evaluate(() => window.counter), 1);
    if (inWindow) assert.equal(await inWindow.evaluate('window.counter'), 1);
  };
  await isKept();
  if (inWindow)
    assert.equal(await inWindow.evaluate('document.querySelector("#search").value'), 'o');
  await inWindow?.type('#search', '');
  await one.locator('#search').fill('');
  await one.screenshot({ path: join(pictures, 'dev-browser.png') });
  done('a saved component and a saved style show, no page is loaded again');

  const tell = (what) =>
    session.cli('emit', '--app', 'notes', 'fairlead/dev/build', JSON.stringify(what));
  await tell(failedBuild);
  const build = one.locator(inOverlay('build'));
  await build.waitFor();
  assert.match(await build.innerText(), /keeper\.cpp:28:16: 'shelf' was not/);
  await one.screenshot(foot('dev-build-failed'));
  const box = await build.boundingBox();
  assert.ok(box.x >= 0 && box.y + box.height <= 720 && box.height > 60, JSON.stringify(box));
  await tell({ state: 'done', plugins: [], ms: 1 });
  await build.waitFor({ state: 'detached' });
  done('a failed build is shown, and goes');

  process.kill(session.processOf('notes-plugin'), 'SIGKILL');
  await one.locator(inOverlay('plugin:notes')).waitFor();
  await one.evaluate(() => {
    window.waiting = window.go.main.Notes.List('').then((list) => list.length, String);
  });
  await one.screenshot(foot('dev-plugin-restarting'));
  assert.equal(await one.evaluate(() => window.waiting), notes);
  await one.locator(inOverlay('plugin:notes')).waitFor({ state: 'detached' });
  done('a plugin that has died is shown, and a call waits for the next one');

  // The broker is killed while calls are under way: each is rejected once, the next are answered.
  await session.stop('notes-plugin');
  await one.evaluate(() => {
    window.settled = [];
    for (let i = 0; i < 20; i += 1)
      window.go.main.Notes.List('').then(() => 'answered', (error) => String(error.code ?? error))
        .then((how) => window.settled.push(how));
    return window.runtime.Environment();  // Answered behind them: they are under way.
  });
  const since = session.lines.length;
  process.kill(session.processOf('fairlead-broker'), 'SIGKILL');
  await one.waitForFunction(() => window.settled.length === 20);
  for (const how of await one.evaluate(() => window.settled)) assert.match(how, /backend-gone/);
  for (const page of [one, two])
    await page.waitForFunction(async () =>
      Array.isArray(await window.go.main.Notes.List('').catch(() => null)));
  await session.line(/the broker was ended by signal 9/, since);
  await two.evaluate(() => window.runtime.EventsEmit('test:news', 'after'));
  await one.waitForFunction(hasHeard(wanted.length + 1));
  assert.equal(await one.evaluate(() => window.settled.length), 20);
  assert.equal(await one.evaluate(() => window.wails.stats.lateReplies), 0);
  if (inWindow) {
    await inWindow.waitFor(hasHeard(wanted.length + 1));
    await inWindow.evaluate('window.go.main.Notes.List("")');
  }
  await isKept();
  done('the broker is killed: 20 calls rejected once, pages go on with the next one');

  // A page of its own, when the front end's server is away.
  process.kill(session.processOf('node', 'bin/vite'), 'SIGKILL');
  await session.line(/the front end's server has ended/);
  const answer = await two.goto(url);
  assert.equal(answer.status(), 502);
  assert.match(await two.locator('body').innerText(), /cannot be reached/);
  await two.screenshot({ path: join(pictures, 'dev-front-end-away.png') });
  done('a front end\'s server that is away is explained');

  // The server for browsers is killed while nobody starts another one: the page says so, what it
  // asks meanwhile waits, and it comes back by itself. (With Vite there, Vite's script would then
  // load the page again: its socket has gone with the server.)
  session.signal('SIGSTOP');
  process.kill(session.processOf('fairlead-webview', '--browser'), 'SIGKILL');
  await one.locator(inOverlay('socket')).waitFor();
  await one.evaluate(() => {
    window.parked = window.go.main.Notes.List('').then((list) => list.length, String);
  });
  await one.screenshot(foot('dev-disconnected'));
  session.signal('SIGCONT');
  await one.locator(inOverlay('socket')).waitFor({ state: 'detached' });
  assert.equal(await one.evaluate(() => window.parked), notes);
  await two.locator(inOverlay('socket')).waitFor({ state: 'detached' });
  await two.evaluate(() => window.runtime.EventsEmit('test:news', 'at last'));
  await one.waitForFunction(hasHeard(wanted.length + 2));
  assert.equal(await one.evaluate(() => window.heard.length), wanted.length + 2);
  await isKept([one]);
  done('the server is killed: what a page asks meanwhile waits');
  return faults;
}

mkdirSync(pictures, { recursive: true });
const session = new DevSession(resolve(fairlead), display === 'window');
let browser;
try {
  // Its packages are those of the fixture; what Vite keeps beside them is made anew.
  const leftOut = ['plugin', 'frontend/dist', 'frontend/node_modules/.vite']
    .map((path) => join(example, path));
  cpSync(example, session.app, {
    recursive: true, verbatimSymlinks: true, filter: (path) => !leftOut.includes(path),
  });
  const config = join(session.app, 'wails.json');
  const keys = JSON.parse(readFileSync(config, 'utf8'));
  keys['frontend:dev:install'] = 'true';
  keys.fairlead.plugins[0].restart = { firstDelay: '3s' };  // Long enough for a picture.
  writeFileSync(config, JSON.stringify(keys));
  done('the app is copied');
  await session.start('-viteservertimeout', '120');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const faults = await run(session, browser);
  assert.deepEqual(faults, []);
} catch (error) {
  console.error(session.lines.join('\n'));
  throw error;
} finally {
  await browser?.close();
  await session.end();
}
