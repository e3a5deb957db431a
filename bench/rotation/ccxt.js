// A bot on ccxt that asks for 300 candles of one market after the other at every
// venue, under ccxt's own limiter: with one request on its way at each venue, or
// with as many as its second argument says. A process of its own, told by its
// parent when to report.
import ccxt from 'ccxt';
import { client } from './simulators.js';

const [concern, atOnce] = [process.argv[2], Number(process.argv[3])];
const candles = 300;
const spotAlone = { options: { fetchMargins: false, fetchMarkets: { types: ['spot'] } } };
const options = { binance: spotAlone };

/** Counts and ages of one venue. */
class Venue {
  constructor(name) {
    this.name = name;
    this.exchange = client(concern, name, options[name]);
    this.scannedAt = new Map();
    this.scans = 0;
    this.refused = 0;
    this.errors = 0;
    this.lastError = '';
  }

  async begin() {
    await this.exchange.loadMarkets();
    const began = Date.now();
    for (const market of Object.values(this.exchange.markets)) {
      if (market.spot && market.active !== false) {
        this.scannedAt.set(market.symbol, began);
      }
    }
  }

  async run() {
    const symbols = [...this.scannedAt.keys()];
    let next = 0;
    const work = async () => {
      for (;;) {
        const symbol = symbols[next];
        next = (next + 1) % symbols.length;
        await this.scan(symbol);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  async scan(symbol) {
    const asked = Date.now();
    try {
      const since = asked - candles * 300_000;
      const found = await this.exchange.fetchOHLCV(symbol, '5m', since, candles);
      if (found.length > 0) {
        this.scans += 1;
        this.candles = found.length;
      }
      this.scannedAt.set(symbol, asked);
    } catch (error) {
      const isRefusal = error instanceof ccxt.RateLimitExceeded || error instanceof ccxt.DDoSProtection;
      this[isRefusal ? 'refused' : 'errors'] += 1;
      this.lastError = `${error.constructor.name}: ${error.message}`.slice(0, 200);
      // Whoever goes on at once after an error is a loop that only asks.
      await this.exchange.sleep(100);
    }
  }

  report() {
    const { name, scans, refused, errors, lastError, candles: last } = this;
    const oldest = Math.min(...this.scannedAt.values());
    return { name, markets: this.scannedAt.size, scans, refused, errors, lastError, candles: last, oldest_age_s: (Date.now() - oldest) / 1000 };
  }
}

const venues = process.argv.slice(4).map((name) => new Venue(name));
process.on('message', () => process.send(venues.map((x) => x.report())));
process.on('disconnect', () => process.exit(0));
await Promise.all(venues.map((x) => x.begin()));
process.send('ready');
await Promise.all(venues.map((x) => x.run()));
