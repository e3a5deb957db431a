// Starts the simulated exchanges on free ports, runs the tests against them
// and ends what it has started. The authorities that the servers' certificates
// come from are trusted by NODE_EXTRA_CA_CERTS, which Node reads when it
// starts; that is why the tests are a process of their own.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const venues = ['coinbase', 'kraken', 'binance', 'okx', 'alpaca'];
// One set of servers for each concern, since limits are spent.
const concerns = ['trade', 'burst', 'streams', 'others'];

/** Starts one process with every venue; resolves with its announced lines. */
function startSimulators() {
  const process_ = spawn(process.env.BALLAST, ['exchange-sim', ...venues, '--tls'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const announced = new Promise((resolve, reject) => {
    const found = {};
    process_.once('error', reject);
    process_.once('exit', (status) => reject(new Error(`exchange-sim ended with ${status}`)));
    createInterface({ input: process_.stdout }).on('line', (line) => {
      const row = JSON.parse(line);
      found[row.venue] = row;
      if (Object.keys(found).length === venues.length) {
        resolve(found);
      }
    });
  });
  return { process_, announced };
}

/** Runs a file of tests and prints what it says once it has ended. */
async function runTests(file, env) {
  const tests = spawn(process.execPath, ['--test', '--test-reporter=tap', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const ended = new Promise((resolve) => tests.once('close', (code) => resolve(code ?? 1)));
  const result = { tests: 0, pass: 0 };
  const lines = [];
  const print = () => console.log(lines.join('\n'));
  // When the time is over, what was done until then tells what hangs.
  process.once('SIGTERM', print);
  for await (const line of createInterface({ input: tests.stdout })) {
    lines.push(line);
    const [, what, count] = line.match(/^# (tests|pass) (\d+)$/) ?? [];
    if (what) {
      result[what] = Number(count);
    }
  }
  result.status = await ended;
  process.off('SIGTERM', print);
  print();
  if (result.tests === 0) {
    throw new Error(`${file} ran no test`);
  }
  return result;
}

/** The closing line that ctest would print; what did not pass has failed. */
function tell(ran) {
  const sum = (what) => ran.reduce((total, x) => total + x[what], 0);
  const [all, passed] = [sum('tests'), sum('pass')];
  const percent = Math.floor((100 * passed) / all);
  console.log(`${percent}% tests passed, ${all - passed} tests failed out of ${all}`);
}

const scratch = mkdtempSync(join(tmpdir(), 'ballast-clients-'));
const started = concerns.map(startSimulators);
let status = 1;
try {
  const rows = await Promise.all(started.map((x) => x.announced));
  const authorities = rows.flatMap((set) => Object.values(set).map((x) => readFileSync(x.ca, 'utf8')));
  const trusted = join(scratch, 'authorities.pem');
  writeFileSync(trusted, authorities.join('\n'));
  const simulators = Object.fromEntries(concerns.map((name, i) => [name, rows[i]]));
  // Node 18 has the global that ccxt signs with only when asked for.
  const flags = globalThis.crypto ? [] : ['--experimental-global-webcrypto'];
  const env = {
    ...process.env,
    NODE_OPTIONS: [process.env.NODE_OPTIONS, ...flags].join(' '),
    NODE_EXTRA_CA_CERTS: trusted,
    SIMULATORS: JSON.stringify(simulators),
  };
  // Side by side: most of their time they wait for limits.
  const files = readdirSync('.').filter((x) => x.endsWith('.test.js'));
  const ran = await Promise.all(files.map((file) => runTests(file, env)));
  status = ran.every((x) => x.status === 0) ? 0 : 1;
  tell(ran);
} finally {
  for (const { process_ } of started) {
    process_.removeAllListeners('exit');
    process_.kill('SIGTERM');
  }
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = status;
