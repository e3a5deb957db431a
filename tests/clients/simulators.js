// What the tests know of the simulated exchanges, and ccxt pointed at them.
import ccxt from 'ccxt';

const all = JSON.parse(process.env.SIMULATORS);

/** What one server announced: rest, key, secret, passphrase. */
export function simulator(concern, venue) {
  return all[concern][venue];
}

/** Every host in ccxt's table of addresses becomes the simulator's. */
function moved(urls, { rest, ws }) {
  if (typeof urls === 'string') {
    return urls.replace(/^https:\/\/[^/]+/, rest).replace(/^wss:\/\/[^/]+/, ws);
  }
  return Object.fromEntries(Object.entries(urls).map(([name, x]) => [name, moved(x, { rest, ws })]));
}

/**
 * ccxt as its authors ship it, with other addresses and the given options;
 * `makers` is ccxt.pro for one that watches streams.
 */
export function client(concern, venue, options = {}, makers = ccxt) {
  const found = simulator(concern, venue);
  const { key, secret, passphrase } = found;
  const exchange = new makers[venue]({
    apiKey: key,
    secret,
    ...(passphrase ? { password: passphrase } : {}),
    ...options,
  });
  exchange.urls.api = moved(exchange.urls.api, found);
  return exchange;
}
