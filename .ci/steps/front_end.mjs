// SPDX-License-Identifier: MIT
//
// front_end — installs and builds the front end of an app as its wails.json says, where it is not up
// to date: front_end.mjs APPDIR
//
// "frontend:install" runs again when package.json or the lock file is another one, "frontend:build"
// when any source is; what the last run saw is written down in node_modules. Only contents count: a
// fresh checkout has new times and old files.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [app] = process.argv.slice(2);
if (!app || !existsSync(join(app, 'wails.json'))) {
  console.error(`front_end: ${app ?? 'nothing'} is no app: it has no wails.json`);
  process.exit(2);
}

const config = JSON.parse(readFileSync(join(app, 'wails.json'), 'utf8'));
const folder = join(app, config['frontend:dir'] || 'frontend');
const made = new Set(['node_modules', 'dist']);

function filesBelow(path) {
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) => {
      const file = join(path, entry.name);
      if (entry.isDirectory()) return made.has(entry.name) ? [] : filesBelow(file);
      return entry.isFile() ? [file] : [];
    })
    .sort();
}

function digest(command, files) {
  const hash = createHash('sha256').update(command);
  for (const file of files) hash.update(`\0${relative(folder, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** Runs the command unless it was the last one that did well, with the same files. */
function step(name, files, result) {
  const command = config[`frontend:${name}`];
  if (!command) return;
  const stamp = join(folder, 'node_modules', '.fairlead', name);
  const wanted = digest(command, files);
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    console.log(`front_end: ${name} is up to date`);
    return;
  }
  rmSync(stamp, { force: true });
  console.log(`front_end: ${command}`);
  const { status, signal, error } = spawnSync(command, { cwd: folder, shell: true, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`front_end: "${command}" failed: ${error?.message ?? signal ?? `exit ${status}`}`);
    process.exit(1);
  }
  mkdirSync(join(folder, 'node_modules', '.fairlead'), { recursive: true });
  writeFileSync(stamp, wanted);
}

const packages = ['package.json', 'package-lock.json']
  .map((name) => join(folder, name)).filter(existsSync);
step('install', packages, join(folder, 'node_modules'));
step('build', filesBelow(folder), join(folder, 'dist', 'index.html'));
