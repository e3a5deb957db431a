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
const concerns = ['trade', 'burst', 'others'];

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

/** The closing line that ctest would print; what did not pass has failed. */
function tell({ tests = 0, pass = 0 }) {
  if (tests === 0) {
    throw new Error('no test has run');
  }
  const percent = Math.floor((100 * pass) / tests);
  console.log(`${percent}% tests passed, ${tests - pass} tests failed out of ${tests}`);
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
  const files = readdirSync('.').filter((x) => x.endsWith('.test.js'));
  // Node 18 has the global that ccxt signs with only when asked for.
  const flags = globalThis.crypto ? [] : ['--experimental-global-webcrypto'];
  const tests = spawn(process.execPath, ['--test', '--test-reporter=tap', ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_OPTIONS: [process.env.NODE_OPTIONS, ...flags].join(' '),
      NODE_EXTRA_CA_CERTS: trusted,
      SIMULATORS: JSON.stringify(simulators),
    },
  });
  const ended = new Promise((resolve) => tests.once('close', (code) => resolve(code ?? 1)));
  const counts = {};
  for await (const line of createInterface({ input: tests.stdout })) {
    console.log(line);
    const [, what, count] = line.match(/^# (tests|pass) (\d+)$/) ?? [];
    if (what) {
      counts[what] = Number(count);
    }
  }
  status = await ended;
  tell(counts);
} finally {
  for (const { process_ } of started) {
    process_.removeAllListeners('exit');
    process_.kill('SIGTERM');
  }
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = status;
