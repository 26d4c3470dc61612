// SPDX-License-Identifier: MIT
//
// typescript_test — the wailsjs/ of the two apps beside this file, as TypeScript and as JavaScript.
//
// Run: node tests/generate/typescript_test.mjs build/dev/bin/fairlead build/dev/tests/types_plugin
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { before, after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const compiler = join(here, '../../examples/notes/frontend/node_modules/typescript/bin/tsc');
const [fairlead, typesPlugin] = process.argv.slice(2).map((file) => resolve(file));

function generate(app) {
  const { status, stderr } = spawnSync(fairlead, ['generate', 'module', join(apps, app)], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

let apps;
before(() => {
  apps = mkdtempSync(join(tmpdir(), 'wailsjs-'));
  cpSync(join(here, 'apps'), apps, { recursive: true });
  for (const app of ['every_type', 'interfaces']) generate(app);
});
after(() => rmSync(apps, { recursive: true }));

function tsc(...args) {
  const { status, stdout, error } = spawnSync(process.execPath, [compiler, ...args], { encoding: 'utf8' });
  assert.ifError(error);
  return { status, stdout };
}

const strict = [
  '--strict', '--noUnusedLocals', '--noUnusedParameters', '--noImplicitReturns',
  '--exactOptionalPropertyTypes',
];

for (const [name, options] of [
  ['as Vite has it', ['--target', 'ES2022', '--lib', 'ES2022,DOM', '--module', 'ESNext',
    '--moduleResolution', 'bundler', '--isolatedModules', '--verbatimModuleSyntax']],
  ['as older projects have it', ['--target', 'ES2019', '--lib', 'ES2019,DOM', '--module', 'ESNext',
    '--moduleResolution', 'node', '--useDefineForClassFields']],
]) {
  test(`tsc --strict has nothing to say, ${name}`, () => {
    assert.deepEqual(
      tsc(...strict, ...options, '--noEmit', join(apps, 'every_type/use.ts'), join(apps, 'interfaces/use.ts')),
      { status: 0, stdout: '' });
  });
}

test('what a plugin gives of each mapped type is what it takes', () => {
  const app = join(apps, 'mapped');
  mkdirSync(join(app, 'frontend'), { recursive: true });
  writeFileSync(join(app, 'wails.json'), JSON.stringify({
    name: 'mapped', fairlead: { plugins: [{ name: 'types', exec: typesPlugin }] },
  }));
  generate('mapped');
  const folder = join(app, 'frontend/wailsjs/go/mapped');
  const names = readdirSync(folder).filter((file) => file.endsWith('.js') && file !== 'types.js')
    .map((file) => file.slice(0, -3));
  assert.ok(names.length > 20, names.join());
  const source = names.map((name, i) => `import * as m${i} from './wailsjs/go/mapped/${name}';
export const f${i} = async (): Promise<number> => m${i}.Take(1, 2, await m${i}.Give(1, 2));
`);
  const file = join(app, 'frontend/use.ts');
  writeFileSync(file, source.join(''));
  assert.deepEqual(
    tsc(...strict, '--target', 'ES2022', '--lib', 'ES2022,DOM', '--module', 'ESNext',
      '--moduleResolution', 'bundler', '--noEmit', file),
    { status: 0, stdout: '' });
});

let made;
before(() => {
  made = join(apps, 'every_type/wailsjs');
  writeFileSync(join(made, 'package.json'), '{ "type": "module" }');
  assert.deepEqual(
    tsc('--target', 'ES2022', '--module', 'ESNext', '--moduleResolution', 'bundler', join(made, 'go/models.ts')),
    { status: 0, stdout: '' });
});
const load = (file) => import(pathToFileURL(join(made, file)));

/** window.go, where every function says what it was called with. */
function fakePage() {
  const at = (path) => new Proxy(() => {}, {
    get: (_, key) => at([...path, key]),
    apply: (_, __, args) => [path.join('/'), ...args],
  });
  globalThis.window = { go: at([]), fairlead: at(['fairlead']) };
}

test('wrappers call the method of their name with all its arguments', async () => {
  const kinds = await load('go/main/Kinds.js');
  const odd = await load('go/main/Odd.js');  // Before there is a page.
  fakePage();
  assert.deepEqual(kinds.Nothing(), ['main/Kinds/Nothing']);
  assert.deepEqual(kinds.Find('a', 'b'), ['main/Kinds/Find', 'a', 'b', undefined, undefined]);
  assert.deepEqual(odd.delete(1, 2, 3), ['main/Odd/delete', 1, 2, 3]);
  assert.deepEqual(odd.delete_(), ['main/Odd/delete_']);
  assert.deepEqual(odd.default(), ['main/Odd/default']);
  assert.deepEqual(odd.window(), ['main/Odd/window']);
  assert.deepEqual(odd.do_it(), ['main/Odd/do_it']);
  assert.deepEqual(odd.do_it_(), ['main/Odd/do-it']);
  assert.deepEqual((await load('go/my-tools/Odd Box.js')).Open(), ['my-tools/Odd Box/Open']);
});

test('fairlead/ hands on', async () => {
  fakePage();
  const { call, live, offer } = await load('fairlead/index.js');
  const promise = Promise.resolve(1);
  assert.equal(live(promise), promise);
  assert.deepEqual(offer('name', 2), ['fairlead/offer', 'name', 2]);
  assert.deepEqual(call('name', [1], {}), ['fairlead/call', 'name', [1], {}]);
});

test('classes are made of what calls return, at every depth', async () => {
  const { geo, main } = await load('go/models.js');
  const point = { x: 1, y: 2 };
  const plain = {
    name: 'Ada', age: null, favourite: 'green', home: point, way: [point, null], grid: [[point], []],
    places: { here: [point], __proto__: null }, segment: [point, point, 3],
    best: { title: 'a', next: { title: 'b', next: null } }, either: point, several: [1, 'two'],
    holes: [null], counts: { a: 1 }, friends: [{ name: 'Grace', home: point }], photo: null,
    born: 'then', rest: { home: point },
  };
  for (const ada of [new main.Person(plain), main.Person.createFrom(JSON.stringify(plain))]) {
    assert.ok(ada instanceof main.Person);
    for (const made of [ada.home, ada.way[0], ada.grid[0][0], ada.places.here[0], ada.segment[1]])
      assert.deepEqual(made, new geo.Point(point));
    assert.ok(ada.best.next instanceof main.Record && ada.best.next.next === null);
    assert.ok(ada.friends[0] instanceof main.Person && ada.friends[0].home instanceof geo.Point);
    assert.equal(ada.way[1], null);
    assert.deepEqual(JSON.parse(JSON.stringify(ada)), JSON.parse(JSON.stringify(plain)));
  }
  assert.equal(main.Person.createFrom().name, undefined);
  assert.equal(main.Colour.green, 'green');
});

test('a member may have any name', async () => {
  const { main } = await load('go/models.js');
  const plain = { constructor: 'c', class: 'd', 'a-b': 1, 'say "it"': null };
  assert.deepEqual({ ...new main.string_(plain) }, plain);
});
