// SPDX-License-Identifier: MIT
//
// front_end_test — what .ci/steps/front_end.mjs runs, and what it leaves alone.
//
// Run: node --test tests/examples/front_end_test.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../.ci/steps/front_end.mjs', import.meta.url));

/** An app whose two commands write down that they ran. */
function app(t, config = {}) {
  const root = mkdtempSync(join(tmpdir(), 'front-end-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const page = join(root, 'frontend');
  const write = (name, text) => {
    mkdirSync(join(page, name, '..'), { recursive: true });
    writeFileSync(join(page, name), text);
  };
  write('package-lock.json', '{}');
  write('src/main.ts', '1');
  writeFileSync(join(root, 'wails.json'), JSON.stringify({
    'frontend:install': 'mkdir -p node_modules && echo install >> ../ran',
    'frontend:build': 'mkdir -p dist && touch dist/index.html && echo build >> ../ran',
    ...config,
  }));
  const ran = join(root, 'ran');
  const run = (folder = root) => {
    rmSync(ran, { force: true });
    const { status, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
    return { status, stderr, ran: existsSync(ran) ? readFileSync(ran, 'utf8').trim() : '' };
  };
  return { root, page, write, run };
}

test('both run at first, and neither again', (t) => {
  const { run } = app(t);
  assert.deepEqual(run(), { status: 0, stderr: '', ran: 'install\nbuild' });
  assert.equal(run().ran, '');
});

test('another source is built, another lock file is installed and built', (t) => {
  const { write, run } = app(t);
  run();
  write('src/main.ts', '2');
  assert.equal(run().ran, 'build');
  write('src/new/part.ts', '');
  assert.equal(run().ran, 'build');
  write('package-lock.json', '{ }');
  assert.equal(run().ran, 'install\nbuild');
  assert.equal(run().ran, '');
});

test('what is missing is made again', (t) => {
  const { page, run } = app(t);
  run();
  rmSync(join(page, 'dist'), { recursive: true });
  assert.equal(run().ran, 'build');
  rmSync(join(page, 'node_modules'), { recursive: true });
  assert.equal(run().ran, 'install\nbuild');
});

test('the same files elsewhere are up to date', (t) => {
  const { root, run } = app(t);
  run();
  const copy = `${root}-copy`;
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(root, copy, { recursive: true });
  assert.equal(run(copy).ran, '');
});

test('a command that fails is told, ends it, and runs again', (t) => {
  const { run } = app(t, { 'frontend:build': 'echo build >> ../ran; exit 3' });
  const first = run();
  assert.equal(first.status, 1);
  assert.match(first.stderr, /failed: exit 3/);
  assert.equal(run().ran, 'build');
});

test('no commands, nothing to do; no app, an error', (t) => {
  const { root, run } = app(t, { 'frontend:install': '', 'frontend:build': '' });
  assert.deepEqual(run(), { status: 0, stderr: '', ran: '' });
  assert.equal(run(join(root, 'frontend')).status, 2);
});

test('frontend:dir is where they run', (t) => {
  const { root, run } = app(t, { 'frontend:dir': 'web', 'frontend:build': 'pwd >> ../ran' });
  mkdirSync(join(root, 'web'));
  assert.match(run().ran, /\/web$/);
});
