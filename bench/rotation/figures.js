// What the snapshots of a run come to. Permitted is what the venues' published
// limits allow for candles, as ballast's status tells it (without the part that
// it keeps for leaving positions): one yardstick for all.

/** The earlier bot: up to 15 markets, 8 s apart, then 2.5 min of pause. */
const earlier = { batch: 15, apart: 8, pause: 150 };
/** At most this share of the cheaper ccxt's processor time a market. */
const mostOfCcxt = 1 / 5;

const secondsOf = ({ before, after }) => (after.at - before.at) / 1000;
const grown = ({ before, after }, venue, what) => after.stats[venue][what] - before.stats[venue][what];
const total = (span, what) => Object.keys(span.after.stats).reduce((sum, x) => sum + grown(span, x, what), 0);
const cpuEach = (span) => (1e6 * (span.after.cpu - span.before.cpu)) / Math.max(1, total(span, 'requests'));

/** One contender: the span of first turns, the steady one, the limits. */
export function summary(name, full, steady, limits) {
  const took = secondsOf(steady);
  const rows = steady.after.own.map((own) => {
    const first = steady.before.own.find((x) => x.name === own.name);
    const scans = own.scans - first.scans;
    return {
      venue: own.name,
      accepted: grown(steady, own.name, 'accepted'),
      permitted: limits[own.name] * took,
      refused: grown(steady, own.name, 'rate_limited') + grown(steady, own.name, 'banned'),
      markets: own.markets,
      turns_per_hour: (scans / took / own.markets) * 3600,
      oldest_age_s: own.oldest_age_s,
      ...(own.errors ? { errors: own.errors - first.errors, last_error: own.lastError } : {}),
    };
  });
  return {
    name,
    venues: rows,
    accepted_of_permitted: rows.reduce((x, y) => x + y.accepted, 0) / rows.reduce((x, y) => x + y.permitted, 0),
    refused: rows.reduce((x, y) => x + y.refused, 0),
    cpu_us_a_request: cpuEach(steady),
    cpu_us_a_market_of_300_candles: cpuEach(full),
    requests_of_300_candles: total(full, 'requests'),
    resident_mb: steady.after.resident / 1e6,
  };
}

/** The earlier bot by arithmetic, at every venue at once, at its fastest. */
export function computed(limits, markets) {
  const perSecond = earlier.batch / (earlier.batch * earlier.apart + earlier.pause);
  const rows = Object.keys(limits).map((venue) => ({
    venue,
    accepted: null,
    permitted: null,
    accepted_of_permitted: perSecond / limits[venue],
    refused: 0,
    markets: markets[venue],
    turns_per_hour: (perSecond * 3600) / markets[venue],
    oldest_age_s: markets[venue] / perSecond,
  }));
  const permitted = Object.values(limits).reduce((x, y) => x + y, 0);
  return { name: 'the earlier bot, computed', venues: rows, accepted_of_permitted: (rows.length * perSecond) / permitted, refused: 0 };
}

/** The condition that a run must meet. */
export function bound(contenders) {
  const ours = contenders.find((x) => x.name === 'ballast');
  const theirs = contenders.filter((x) => x.name.startsWith('ccxt')).map((x) => x.cpu_us_a_market_of_300_candles);
  const ratio = ours.cpu_us_a_market_of_300_candles / Math.min(...theirs);
  return { cpu_of_ccxt: ratio, most: mostOfCcxt, refused: ours.refused, met: ratio <= mostOfCcxt && ours.refused === 0 };
}

const cell = (x, digits, width) => (x === null || x === undefined ? '-' : x.toFixed(digits)).padStart(width);

export function shown({ seconds, cores, versions, contenders, bound: met }) {
  const lines = [`rotation: ${seconds} s, ${cores} cores, ${versions.ballast}, ccxt ${versions.ccxt}, node ${versions.node}`, ''];
  lines.push(`${'contender'.padEnd(26)}${'venue'.padEnd(10)}accepted permitted  ratio  429s markets turns/h oldest s`);
  for (const x of contenders) {
    for (const y of x.venues) {
      const ratio = y.accepted_of_permitted ?? y.accepted / y.permitted;
      const figures = [cell(y.accepted, 0, 8), cell(y.permitted, 0, 10), cell(ratio, 3, 7), cell(y.refused, 0, 6), cell(y.markets, 0, 8), cell(y.turns_per_hour, 1, 8), cell(y.oldest_age_s, 1, 9)];
      lines.push(x.name.padEnd(26) + y.venue.padEnd(10) + figures.join('') + (y.errors ? `  ${y.errors} errors: ${y.last_error}` : ''));
    }
  }
  lines.push('', `${'contender'.padEnd(26)}of permitted  429s  CPU us a request  the same of 300 candles  resident MB`);
  for (const x of contenders) {
    lines.push(x.name.padEnd(26) + cell(x.accepted_of_permitted, 3, 12) + cell(x.refused, 0, 6) + cell(x.cpu_us_a_request, 0, 18) + cell(x.cpu_us_a_market_of_300_candles, 0, 25) + cell(x.resident_mb, 0, 13));
  }
  const text = met.met ? 'met' : 'MISSED';
  lines.push('', `CPU a market of 300 candles: ${(met.cpu_of_ccxt).toFixed(3)} of ccxt's, at most ${met.most}: ${text}`, '');
  return lines.join('\n');
}
