// What the tests know of the simulated exchanges, and ccxt pointed at them.
import ccxt from 'ccxt';

const all = JSON.parse(process.env.SIMULATORS);

/** What one server announced: rest, key, secret, passphrase. */
export function simulator(concern, venue) {
  return all[concern][venue];
}

/** Every host in ccxt's table of addresses becomes the simulator's. */
function moved(urls, base) {
  if (typeof urls === 'string') {
    return urls.replace(/^https:\/\/[^/]+/, base);
  }
  return Object.fromEntries(Object.entries(urls).map(([name, x]) => [name, moved(x, base)]));
}

/** ccxt as its authors ship it, with other addresses and the given options. */
export function client(concern, venue, options = {}) {
  const { rest, key, secret, passphrase } = simulator(concern, venue);
  const exchange = new ccxt[venue]({
    apiKey: key,
    secret,
    ...(passphrase ? { password: passphrase } : {}),
    ...options,
  });
  exchange.urls.api = moved(exchange.urls.api, rest);
  return exchange;
}
