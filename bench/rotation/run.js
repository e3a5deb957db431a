// Ballast and two bots on ccxt, each with fresh simulated exchanges of its own,
// all at the same time: what disturbs the machine disturbs all of them, and each
// is charged by its own processor time. Two spans are measured:
//
//     a short life ── a minute ── start ──┬── first turns ──┬── … ──┬── steady ──┬
//     of ballast                          CPU a market      a minute after the start
//
// In the first turns everybody's replies hold 300 candles; later ballast asks
// only for what is new, which would flatter it. A minute's window counts as
// spent for a node that has no memory of it (somebody may have used it), and two
// venues would not be scanned meanwhile: so this one has lived before, and knows.
// It then has a fresh minute on top of what flows, which the shares leave out.
import { execFileSync, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bound, computed, shown, summary } from './figures.js';

const venues = ['coinbase', 'kraken', 'okx', 'binance', 'alpaca'];
const seconds = Number(process.argv[2] ?? 60);
const file = process.argv[3];
const firstTurns = 25; // The shortest turn at full rate, Binance's, takes 28 s.
const longestWindow = 61;
const ticksASecond = Number(execFileSync('getconf', ['CLK_TCK']));
const scratch = mkdtempSync(join(tmpdir(), 'ballast-rotation-'));
const running = [];

const pause = (s) => new Promise((resolve) => setTimeout(resolve, s * 1000));

/** The JSON at an address; `ca` is what to trust beside the system. */
function get(url, ca) {
  return new Promise((resolve, reject) => {
    const through = url.startsWith('https:') ? https : http;
    const call = through.get(url, { ca, agent: false, timeout: 5000 }, (reply) => {
      const parts = [];
      reply.on('data', (x) => parts.push(x));
      reply.on('end', () => {
        try {
          resolve(JSON.parse(Buffer.concat(parts)));
        } catch (error) {
          reject(error);
        }
      });
    });
    call.once('timeout', () => call.destroy(new Error(`no answer from ${url}`)));
    call.once('error', reject);
  });
}

/** Waits until `what` gives something, for so many seconds at most. */
async function until(what, patience, text) {
  for (const end = Date.now() + patience * 1000; Date.now() < end; await pause(0.1)) {
    const found = await what();
    if (found) {
      return found;
    }
  }
  throw new Error(`waited in vain for ${text}`);
}

/** One process that plays every venue; resolves with what each announces. */
function startSimulators() {
  const child = spawn(process.env.BALLAST, ['exchange-sim', ...venues, '--tls'], {
    cwd: scratch,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  return new Promise((resolve, reject) => {
    const found = {};
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`exchange-sim ended with ${status}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const row = JSON.parse(line);
      found[row.venue] = { ...row, authority: readFileSync(row.ca, 'utf8') };
      if (Object.keys(found).length === venues.length) {
        resolve(found);
      }
    });
  });
}

/** Processor seconds and resident bytes of a process, all its threads. */
function costs({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const resident = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1];
  return { cpu: (Number(fields[11]) + Number(fields[12])) / ticksASecond, resident: Number(resident) * 1024 };
}

class Contender {
  constructor(name, simulators) {
    this.name = name;
    this.simulators = simulators;
  }

  /** Everything that is counted, at one moment. */
  async look() {
    const stats = await Promise.all(
      venues.map((x) => get(`${this.simulators[x].rest}/sim/stats`, this.simulators[x].authority)),
    );
    const own = await this.report();
    return { at: Date.now(), ...costs(this.child), stats: Object.fromEntries(venues.map((x, i) => [x, stats[i]])), own };
  }
}

class Ballast extends Contender {
  /** Lives until venues without long windows are met, ends in order and lets windows pass. */
  async rehearse() {
    await this.start();
    const met = async () => (await this.report()).filter((x) => x.markets > 0).length;
    await until(async () => (await met()) >= 3, 60, 'the market lists of ballast');
    const { child } = this;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    this.url = undefined;
    await pause(longestWindow);
  }

  start() {
    const env = { BALLAST_CA_FILE: join(scratch, 'ballast.pem') };
    writeFileSync(env.BALLAST_CA_FILE, venues.map((x) => this.simulators[x].authority).join('\n'));
    for (const [venue, { rest, key, secret, passphrase }] of Object.entries(this.simulators)) {
      const name = venue.toUpperCase();
      env[`BALLAST_${name}_REST_URL`] = rest;
      env[`${name}_MASTER_API_KEY`] = key;
      env[`${name}_MASTER_API_SECRET`] = secret;
      if (passphrase) {
        env[`${name}_MASTER_PASSPHRASE`] = passphrase;
      }
    }
    const config = join(scratch, 'ballast.toml');
    writeFileSync(config, '[scan]\nmode = "rotation"\nstreams = false\ncandles = 300\n', { mode: 0o600 });
    const options = ['--paper', '--config', config, '--data', join(scratch, 'data'), '--listen', '127.0.0.1:0'];
    this.child = spawn(process.env.BALLAST, ['run', ...options], { cwd: scratch, env, stdio: ['ignore', 'pipe', 'inherit'] });
    running.push(this.child);
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.url ??= line.match(/status at (http:\S+)/)?.[1];
    });
    return until(() => this.url, 20, 'the status of ballast');
  }

  async report() {
    const { venues: rows } = await get(this.url);
    return rows.map((x) => ({
      name: x.venue,
      markets: x.rotation?.markets ?? 0,
      scans: x.sent ?? 0,
      oldest_age_s: x.rotation?.oldest_age_s ?? 0,
      limit_per_s: x.permits?.limit_per_s ?? 0,
    }));
  }

  scansAt(count) {
    return until(async () => (await this.report()).filter((x) => x.scans > 0).length >= count, 120, 'scans of ballast');
  }
}

class Ccxt extends Contender {
  constructor(name, atOnce, simulators) {
    super(name, simulators);
    this.atOnce = atOnce;
  }

  async start() {
    const trusted = join(scratch, `${this.name}.pem`);
    writeFileSync(trusted, venues.map((x) => this.simulators[x].authority).join('\n'));
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: trusted, SIMULATORS: JSON.stringify({ own: this.simulators }) };
    this.child = fork('ccxt.js', ['own', this.atOnce, ...venues], { env });
    running.push(this.child);
    await new Promise((resolve, reject) => {
      this.child.once('message', resolve);
      this.child.once('exit', (status) => reject(new Error(`${this.name} ended with ${status}`)));
    });
  }

  report() {
    return new Promise((resolve) => {
      this.child.once('message', resolve);
      this.child.send('report');
    });
  }
}

let status = 1;
try {
  const makers = [
    (x) => new Ballast('ballast', x),
    (x) => new Ccxt('ccxt, sequential', 1, x),
    (x) => new Ccxt('ccxt, 50 at once', 50, x),
  ];
  const contenders = await Promise.all(makers.map(async (make) => make(await startSimulators())));
  const [ballast] = contenders;
  await ballast.rehearse();
  await Promise.all(contenders.map((x) => x.start()));
  const lookAll = () => Promise.all(contenders.map((x) => x.look()));
  const spanOf = async (length) => {
    const before = await lookAll();
    await pause(length);
    return { before, after: await lookAll() };
  };
  await ballast.scansAt(venues.length);
  const full = await spanOf(firstTurns);
  await pause(longestWindow - firstTurns);
  const steady = await spanOf(seconds);
  const limits = Object.fromEntries(steady.after[0].own.map((x) => [x.name, x.limit_per_s]));
  const names = contenders.map((x) => x.name);
  const versions = {
    ballast: execFileSync(process.env.BALLAST, ['--version'], { encoding: 'utf8' }).trim(),
    ccxt: JSON.parse(readFileSync('node_modules/ccxt/package.json', 'utf8')).version,
    node: process.version,
  };
  const result = {
    seconds,
    cores: cpus().length,
    versions,
    contenders: names.map((name, i) =>
      summary(name, { before: full.before[i], after: full.after[i] }, { before: steady.before[i], after: steady.after[i] }, limits),
    ),
  };
  const markets = Object.fromEntries(steady.after[0].own.map((x) => [x.name, x.markets]));
  result.contenders.push(computed(limits, markets));
  result.bound = bound(result.contenders);
  console.log(shown(result));
  const text = JSON.stringify(result, null, 2);
  console.log(text);
  if (file) {
    writeFileSync(file, `${text}\n`);
  }
  status = result.bound.met ? 0 : 1;
} catch (error) {
  console.error(`rotation: ${error.message}`);
  status = 2;
} finally {
  for (const child of running) {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
  }
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(status);
