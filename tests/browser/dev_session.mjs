// SPDX-License-Identifier: MIT
//
// dev_session — `fairlead dev` of an app in folders of its own, and what a test asks of it.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export const patience = 120_000;

/** One that is free, and stays so long enough: a server that is started again has it again. */
function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

export class DevSession {
  #fairlead;
  #environment;
  #child;
  #heard = () => {};
  #ended = false;
  lines = [];

  constructor(fairlead, hasWindow) {
    this.#fairlead = fairlead;
    this.hasWindow = hasWindow;
    this.folder = mkdtempSync(join(tmpdir(), 'fairlead-browser-'));
    this.app = join(this.folder, 'app');
    this.#environment = {
      ...process.env,
      XDG_RUNTIME_DIR: join(this.folder, 'run'),
      XDG_DATA_HOME: join(this.folder, 'data'),
      XDG_CONFIG_HOME: join(this.folder, 'config'),
      XDG_STATE_HOME: join(this.folder, 'state'),
    };
    mkdirSync(this.#environment.XDG_RUNTIME_DIR, { mode: 0o700 });
  }

  async start(...args) {
    const all = ['dev', this.app, '-devserver', `localhost:${await freePort()}`, ...args];
    if (!this.hasWindow) all.push('--headless');
    this.#child = spawn(this.#fairlead, all, {
      env: this.#environment, stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child.once('exit', () => {
      this.#ended = true;
      this.#heard();
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#heard();
    });
  }

  /** The first line that matches, of those from `since` on. */
  line(words, since = 0) {
    return new Promise((found, failed) => {
      const timer = setTimeout(() => failed(new Error(`not said: ${words}`)), 2 * patience);
      this.#heard = () => {
        const one = this.lines.slice(since).find((line) => words.test(line));
        if (one === undefined && !this.#ended) return;
        clearTimeout(timer);
        this.#heard = () => {};
        if (one === undefined) failed(new Error(`the session has ended without saying ${words}`));
        else found(one);
      };
      this.#heard();
    });
  }

  signal(name) {
    this.#child.kill(name);
  }

  /** `fairlead VERB …` from another terminal: what it prints. */
  async cli(...args) {
    const options = { env: this.#environment, timeout: patience };
    return (await promisify(execFile)(this.#fairlead, args, options)).stdout;
  }

  /** Of this session, by its environment: which program, and a word of its command line. */
  processOf(name, word = '') {
    return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).map(Number).find((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/exe`).endsWith(`/${name}`)
          && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(word)
          && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(this.folder);
      } catch {
        return false;  // It has ended.
      }
    });
  }

  /** Each of its threads has stopped, and answers nothing any more. */
  async stop(name) {
    const pid = this.processOf(name);
    process.kill(pid, 'SIGSTOP');
    const hasStopped = () => readdirSync(`/proc/${pid}/task`).every((thread) =>
      /\) [tT] /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1')));
    for (const until = Date.now() + patience; !hasStopped();) {
      if (Date.now() > until) throw new Error(`${name} does not stop`);
      await new Promise((later) => { setTimeout(later, 10); });
    }
  }

  async end() {
    if (this.#child && !this.#ended) {
      const ended = new Promise((done) => { this.#child.once('exit', done); });
      this.#child.kill('SIGCONT');
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
