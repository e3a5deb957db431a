// ccxt asks each simulated exchange what a trading program asks.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import ccxt from 'ccxt';
import { client } from './simulators.js';

const size = 0.001;
const venues = {
  // The fee is taken out of what a market order may spend, so its size is not
  // told beforehand; and ccxt has no name for an order that is too small.
  coinbase: {
    least: 500,
    symbol: 'BTC/USD',
    second: 'ETH/USD',
    spends: true,
    tooSmall: ccxt.ExchangeError,
    gone: ccxt.BadRequest,
  },
  // The simulator lets one call in a second arrive, and a call may be quicker on
  // its way than the one before it, which had to connect.
  kraken: { least: 500, symbol: 'BTC/USD', second: 'ETH/USD', options: { rateLimit: 1500 } },
  // Spot alone is simulated. Its limit is wide, so the burst asks what costs most.
  binance: {
    least: 100,
    symbol: 'BTC/USDT',
    second: 'ETH/USDT',
    quote: 'USDT',
    burst: 'fetchTickers',
    // ccxt's name for what a filter refuses by the value of an order.
    tooSmall: ccxt.BadRequest,
    options: { options: { fetchMargins: false, fetchMarkets: { types: ['spot'] } } },
  },
  // ccxt does not know what OKX says of a well formed key that nobody has (50119).
  okx: { least: 100, symbol: 'BTC/USDT', second: 'ETH/USDT', quote: 'USDT', small: 0.000001, wrongKey: 'nonsense' },
  alpaca: { least: 50, symbol: 'BTC/USD', second: 'ETH/USD', small: 0.0001, gone: ccxt.BadRequest },
};

// One venue is asked while another's limit is waited for.
describe('ccxt', { concurrency: true, timeout: 90_000 }, () => {
  for (const [venue, facts] of Object.entries(venues)) {
    program(venue, facts);
  }
});

function ask(what, how) {
  test(what, { timeout: 30_000 }, how);
}

function program(venue, facts) {
  const exchange = client('trade', venue, facts.options);
  const { symbol } = facts;

  describe(`ccxt at ${venue}`, { concurrency: 1, timeout: 90_000 }, () => {
    ask('lists the markets with their increments', async () => {
      const markets = await exchange.loadMarkets();
      assert.ok(Object.keys(markets).length >= facts.least);
      const market = exchange.market(symbol);
      assert.equal(market.spot, true);
      assert.ok(market.precision.price > 0);
      assert.ok(market.precision.amount > 0);
    });

    ask('reads tickers', async () => {
      const tickers = await exchange.fetchTickers([symbol, facts.second]);
      assert.equal(Object.keys(tickers).length, 2);
      const ticker = await exchange.fetchTicker(symbol);
      assert.ok(ticker.last > 0 || ticker.bid > 0);
    });

    ask('reads candles whose figures make sense', async () => {
      const since = Date.now() - 2 * 3600 * 1000;
      const candles = await exchange.fetchOHLCV(symbol, '5m', since, 20);
      assert.ok(candles.length >= 15, `${candles.length} candles`);
      for (const [at, open, high, low, close] of candles) {
        assert.equal(at % 300000, 0);
        assert.ok(high >= Math.max(open, close) && low <= Math.min(open, close));
      }
    });

    ask('reads a book that is in order', async () => {
      const { bids, asks } = await exchange.fetchOrderBook(symbol);
      assert.ok(bids.length > 5 && asks.length > 5);
      assert.ok(bids[0][0] < asks[0][0]);
      for (let i = 1; i < 5; ++i) {
        assert.ok(bids[i][0] < bids[i - 1][0] && asks[i][0] > asks[i - 1][0]);
      }
    });

    ask('reads the balance', async () => {
      const balance = await exchange.fetchBalance();
      assert.ok(balance[facts.quote ?? 'USD'].total > 0);
    });

    ask('places, sees and cancels a limit order', async () => {
      const price = await lowPrice(exchange, symbol);
      const placed = await exchange.createOrder(symbol, 'limit', 'buy', size, price);
      const open = await exchange.fetchOpenOrders(symbol);
      const found = open.find((x) => x.id === placed.id);
      assert.equal(found.status, 'open');
      assert.equal(found.side, 'buy');
      assert.equal(found.amount, size);
      assert.equal(found.price, Number(price));
      await exchange.cancelOrder(placed.id, symbol);
      const gone = await exchange.fetchOrder(placed.id, symbol);
      assert.equal(gone.status, 'canceled');
      assert.equal(gone.filled, 0);
      await assert.rejects(exchange.cancelOrder(placed.id, symbol), facts.gone ?? ccxt.OrderNotFound);
    });

    ask('buys at the market and finds its fills', async () => {
      const { asks } = await exchange.fetchOrderBook(symbol);
      const placed = await exchange.createOrder(symbol, 'market', 'buy', size, facts.spends ? asks[0][0] : undefined);
      const order = await exchange.fetchOrder(placed.id, symbol);
      assert.equal(order.status, 'closed');
      if (facts.spends) {
        assert.ok(order.filled > size * 0.9 && order.filled < size, `${order.filled} filled`);
        // ccxt leaves the fee as text.
        assert.ok(order.cost + Number(order.fee.cost) <= asks[0][0] * size);
      } else {
        assert.equal(order.filled, size);
      }
      const trades = await exchange.fetchMyTrades(symbol);
      const mine = trades.filter((x) => x.order === placed.id);
      assert.ok(mine.every((x) => x.side === 'buy' && x.price > 0));
      assert.ok(Math.abs(mine.reduce((sum, x) => sum + x.amount, 0) - order.filled) < 1e-12);
    });

    ask('is refused too small and too great an order', async () => {
      const price = await lowPrice(exchange, symbol);
      const buy = (amount) => exchange.createOrder(symbol, 'limit', 'buy', amount, price);
      await assert.rejects(buy(facts.small ?? 0.00001), facts.tooSmall ?? ccxt.InvalidOrder);
      await assert.rejects(buy(100), ccxt.InsufficientFunds);
    });

    ask('knows a symbol that is not there', async () => {
      await assert.rejects(exchange.fetchTicker('NOTHERE/USD'), ccxt.BadSymbol);
    });

    ask('knows a wrong key', async () => {
      const apiKey = facts.wrongKey ?? wrongKey(exchange.apiKey);
      const wrong = client('trade', venue, { ...facts.options, apiKey });
      // Not all there is to know once more: some venues let few calls arrive.
      wrong.setMarkets(exchange.markets, exchange.currencies);
      await assert.rejects(wrong.fetchBalance(), ccxt.AuthenticationError);
    });

    ask('is told when it goes too fast', async () => {
      const eager = client('burst', venue, { ...facts.options, enableRateLimit: false });
      const reasons = [];
      // A few at a time: the server has an end to its connections as well.
      for (let sent = 0; sent < 300 && reasons.length === 0; sent += 20) {
        const answers = await Promise.allSettled(Array.from({ length: 20 }, () => eager[facts.burst ?? 'fetchTime']()));
        reasons.push(...answers.filter((x) => x.status === 'rejected').map((x) => x.reason));
      }
      assert.ok(reasons.length > 0);
      for (const reason of reasons) {
        const isTold = reason instanceof ccxt.RateLimitExceeded || reason instanceof ccxt.DDoSProtection;
        assert.ok(isTold, `${reason.constructor.name}: ${reason.message}`);
      }
    });
  });
}

/** A price at which nobody will sell. */
async function lowPrice(exchange, symbol) {
  const { bids } = await exchange.fetchOrderBook(symbol);
  return exchange.priceToPrecision(symbol, bids[0][0] / 2);
}

/** A key of the right form that no account has. */
function wrongKey(key) {
  const other = key.at(-4) === 'a' ? 'b' : 'a';
  return key.slice(0, -4) + other + key.slice(-3);
}
