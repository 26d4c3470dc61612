// SPDX-License-Identifier: MIT
//
// main — the front end: every card calls the plugin, everything that happens is written to the log.
//
// It is an ordinary Wails front end: it imports the wrappers and knows nothing of brokers. After
// loading it takes a short tour by itself; documentElement.dataset.tour then says "done" (or
// "failed", and dataset.tourProblem why). Each line of the log carries data-method, data-outcome
// and data-ms.
import { Fail, Greet, People, Slow, StartTicker, StopTicker } from './wailsjs/go/main/App.js';
import { EventsOn } from './wailsjs/runtime/runtime.js';

const byId = (id) => document.getElementById(id);

function element(tag, { className = '', text = '' } = {}) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

// ------------------------------------------------------------------------------------- the log

const logLinesMax = 200;
let calls = 0;

const excerpt = (value) => {
  const text = value === undefined ? '' : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
};

// The clock of a webview may step by whole milliseconds.
const inMilliseconds = (ms) => (ms < 1 ? '< 1 ms' : `${Math.round(ms)} ms`);

function logLine(what, outcome) {
  const line = element('li');
  line.dataset.method = what;
  line.dataset.outcome = outcome;
  line.what = line.appendChild(element('span', { className: 'what', text: what }));
  line.time = line.appendChild(element('span', { className: 'time' }));
  line.came = line.appendChild(element('span', { className: 'came' }));
  const log = byId('log');
  log.prepend(line);
  while (log.children.length > logLinesMax) log.lastChild.remove();
  return line;
}

/** Calls, writes what came of it, and gives it on to the caller. */
async function call(name, method, ...args) {
  const line = logLine(name, 'waiting');
  line.what.textContent = `${name}(${args.map(excerpt).join(', ')})`;
  line.time.textContent = '…';
  calls += 1;
  byId('log-count').textContent = `${calls} ${calls === 1 ? 'call' : 'calls'}`;

  const begun = performance.now();
  const settle = (outcome, text) => {
    const ms = performance.now() - begun;
    line.dataset.outcome = outcome;
    line.dataset.ms = ms.toFixed(1);
    line.time.textContent = inMilliseconds(ms);
    line.came.textContent = text;
  };
  try {
    const result = await method(...args);
    settle('result', excerpt(result));
    showState('bridge-state', 'good', 'connected');
    return result;
  } catch (error) {
    settle('error', error.code ? `${error.code}: ${error.message}` : error.message);
    // An error with a code has come through the bridge, so the bridge stands.
    showState('bridge-state', error.code ? 'good' : 'bad', error.code ? 'connected' : 'no bridge');
    throw error;
  }
}

function showState(id, state, text) {
  byId(id).dataset.state = state;
  byId(id).textContent = text;
}

function showError(output, error) {
  output.dataset.outcome = 'error';
  output.replaceChildren(`${error.message} `);
  if (error.code) output.append(element('code', { className: 'chip', text: error.code }));
}

function showAnswer(output, text) {
  output.dataset.outcome = 'result';
  output.textContent = text;
}

// ----------------------------------------------------------------------------------- the cards

async function greet(name) {
  try {
    showAnswer(byId('greeting'), await call('Greet', Greet, name));
  } catch (error) {
    showError(byId('greeting'), error);
    throw error;
  }
}

function crewRow({ name, age, role, tags }) {
  const row = element('tr');
  const marks = element('td', { className: 'tags' });
  marks.append(...(tags ?? []).map((text) => element('span', { text })));
  row.append(
    element('td', { text: name }), element('td', { className: 'number', text: age }),
    element('td', { text: role }), marks);
  return row;
}

async function people(limit) {
  const crew = byId('crew');
  try {
    crew.replaceChildren(...(await call('People', People, limit)).map(crewRow));
  } catch (error) {
    const cell = element('td');
    cell.colSpan = 4;
    showError(cell, error);
    cell.className = 'answer';
    const row = element('tr');
    row.append(cell);
    crew.replaceChildren(row);
    throw error;
  }
}

/** The one call that is meant to fail: resolves with the error, rejects when there is none. */
async function fail(text) {
  let failure;
  try {
    await call('Fail', Fail, text);
  } catch (error) {
    failure = error;
  }
  if (failure) {
    showError(byId('failure'), failure);
    return failure;
  }
  showAnswer(byId('failure'), 'It did not throw.');
  throw new Error('Fail did not fail');
}

async function slow(ms) {
  const answer = byId('haul-answer');
  const way = byId('haul-way');
  const begun = performance.now();
  let steps = 0;
  // An interval and not animation frames: it counts in a hidden window as well.
  const clock = setInterval(() => {
    steps += 1;
    const passed = performance.now() - begun;
    way.style.width = `${Math.min(100, (passed / Math.max(ms, 1)) * 100)}%`;
    showAnswer(answer, `under way for ${(passed / 1000).toFixed(1)} s`);
  }, 20);
  try {
    const result = await call('Slow', Slow, ms);
    showAnswer(answer, `${result}; this page moved on ${steps} times`);
  } catch (error) {
    showError(answer, error);
    throw error;
  } finally {
    clearInterval(clock);
    way.style.width = '100%';
  }
}

// ---------------------------------------------------------------------------------- the ticker

const lampsMax = 18;
const waitingForTick = new Set();

EventsOn('tick', (tick) => {
  byId('tick-count').textContent = tick.count;
  byId('tick-at').textContent = `at ${tick.at}`;
  const lamps = byId('tick-lamps');
  lamps.append(element('i'));
  while (lamps.children.length > lampsMax) lamps.firstChild.remove();
  const line = logLine('tick', 'event');
  line.time.textContent = 'event';
  line.came.textContent = excerpt(tick);
  for (const heard of [...waitingForTick]) heard(tick);
});

const startTicker = (interval) => call('StartTicker', StartTicker, interval);
const stopTicker = () => call('StopTicker', StopTicker);

/** Resolves with the tick of that count. */
function tickNumber(count, patience) {
  return new Promise((resolve, reject) => {
    const heard = (tick) => {
      if (tick.count < count) return;
      end();
      resolve(tick);
    };
    const lost = setTimeout(() => {
      end();
      reject(new Error(`no tick number ${count} within ${patience} ms`));
    }, patience);
    const end = () => {
      clearTimeout(lost);
      waitingForTick.delete(heard);
    };
    waitingForTick.add(heard);
  });
}

// ---------------------------------------------------------------------------------- the plugin

const lamps = { ready: 'good', starting: 'busy', restarting: 'busy', draining: 'busy' };

EventsOn('fairlead/plugin/greeter', ({ state, pid, restarts }) => {
  const times = restarts === 1 ? '1 restart' : `${restarts} restarts`;
  const details = [`plugin ${state}`, pid ? `pid ${pid}` : '', restarts ? times : ''];
  showState('plugin-state', lamps[state] ?? 'bad', details.filter(Boolean).join(' · '));
});

// ------------------------------------------------------------------------------------ the page

/** What a form does; an error is on its card and in the log already. */
function onSubmit(id, act) {
  byId(id).addEventListener('submit', (event) => {
    event.preventDefault();
    act(new FormData(event.target), event.submitter).catch(() => {});
  });
}

onSubmit('greet', (fields) => greet(fields.get('name')));
onSubmit('people', (fields) => people(Number(fields.get('limit'))));
onSubmit('fail', (fields) => fail(fields.get('text')));
onSubmit('slow', (fields) => slow(Number(fields.get('ms'))));
onSubmit('ticker', (fields, button) =>
  (button?.value === 'stop' ? stopTicker() : startTicker(Number(fields.get('interval')))));

async function tour() {
  await greet('Ada');
  await people(3);
  await fail('on purpose');
  await slow(300);
  const third = tickNumber(3, 5000);
  third.catch(() => {});  // Looked at below, perhaps after another failure.
  await startTicker(200);
  await third;
  await stopTicker();
}

const { dataset } = document.documentElement;
dataset.tour = 'running';
tour().then(
  () => { dataset.tour = 'done'; },
  (error) => {
    dataset.tourProblem = error.message;
    dataset.tour = 'failed';
  });
