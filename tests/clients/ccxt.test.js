// ccxt asks each simulated exchange what a trading program asks.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import ccxt from 'ccxt';
import { client } from './simulators.js';

const venues = {
  // The simulator lets one call in a second arrive, and a call may be quicker on
  // its way than the one before it.
  kraken: { least: 500, symbol: 'BTC/USD', second: 'ETH/USD', options: { rateLimit: 1100 } },
  // Spot alone is simulated. Its limit is wide, so the burst asks what costs most.
  binance: {
    least: 100,
    symbol: 'BTC/USDT',
    second: 'ETH/USDT',
    quote: 'USDT',
    burst: 'fetchTickers',
    options: { options: { fetchMargins: false, fetchMarkets: { types: ['spot'] } } },
  },
  // ccxt does not know what OKX says of a well formed key that nobody has (50119).
  okx: { least: 100, symbol: 'BTC/USDT', second: 'ETH/USDT', quote: 'USDT', wrongKey: 'nonsense' },
  alpaca: { least: 50, symbol: 'BTC/USD', second: 'ETH/USD', books: true, orders: true },
};

for (const [venue, facts] of Object.entries(venues)) {
  describe(`ccxt at ${venue}`, () => {
    const exchange = client('trade', venue, facts.options);

    test('lists the markets with their increments', async () => {
      const markets = await exchange.loadMarkets();
      assert.ok(Object.keys(markets).length >= facts.least);
      const market = exchange.market(facts.symbol);
      assert.equal(market.spot, true);
      assert.ok(market.precision.price > 0);
      assert.ok(market.precision.amount > 0);
    });

    test('reads tickers', async () => {
      await exchange.loadMarkets();
      const tickers = await exchange.fetchTickers([facts.symbol, facts.second]);
      assert.equal(Object.keys(tickers).length, 2);
      const ticker = await exchange.fetchTicker(facts.symbol);
      assert.ok(ticker.last > 0 || ticker.bid > 0);
    });

    test('reads candles whose figures make sense', async () => {
      await exchange.loadMarkets();
      const since = Date.now() - 2 * 3600 * 1000;
      const candles = await exchange.fetchOHLCV(facts.symbol, '5m', since, 20);
      assert.ok(candles.length >= 15, `${candles.length} candles`);
      for (const [at, open, high, low, close] of candles) {
        assert.equal(at % 300000, 0);
        assert.ok(high >= Math.max(open, close) && low <= Math.min(open, close));
      }
    });

    test('reads the balance', async () => {
      const balance = await exchange.fetchBalance();
      assert.ok(balance[facts.quote ?? 'USD'].total > 0);
    });

    test('knows a wrong key', async () => {
      const wrong = client('trade', venue, { ...facts.options, apiKey: facts.wrongKey ?? wrongKey(exchange.apiKey) });
      await assert.rejects(wrong.fetchBalance(), ccxt.AuthenticationError);
    });

    test('knows a symbol that is not there', async () => {
      await exchange.loadMarkets();
      await assert.rejects(exchange.fetchTicker('NOTHERE/USD'), ccxt.BadSymbol);
    });

    test('is told when it goes too fast', async () => {
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

    if (facts.books) {
      test('reads a book that is in order', async () => {
        await exchange.loadMarkets();
        const book = await exchange.fetchOrderBook(facts.symbol);
        assert.ok(book.bids.length > 5 && book.asks.length > 5);
        assert.ok(book.bids[0][0] < book.asks[0][0]);
      });
    }

    if (facts.orders) {
      test('places, sees and cancels a limit order', async () => {
        await exchange.loadMarkets();
        const { bids } = await exchange.fetchOrderBook(facts.symbol);
        const price = exchange.priceToPrecision(facts.symbol, bids[0][0] / 2);
        const placed = await exchange.createOrder(facts.symbol, 'limit', 'buy', 0.001, price);
        const open = await exchange.fetchOpenOrders(facts.symbol);
        assert.ok(open.some((x) => x.id === placed.id));
        await exchange.cancelOrder(placed.id, facts.symbol);
        const gone = await exchange.fetchOrder(placed.id, facts.symbol);
        assert.equal(gone.status, 'canceled');
        await assert.rejects(exchange.cancelOrder('no-such-order', facts.symbol), ccxt.ExchangeError);
      });

      test('buys at the market and finds its fills', async () => {
        await exchange.loadMarkets();
        const placed = await exchange.createOrder(facts.symbol, 'market', 'buy', 0.001);
        const order = await exchange.fetchOrder(placed.id, facts.symbol);
        assert.equal(order.status, 'closed');
        assert.equal(order.filled, 0.001);
        const trades = await exchange.fetchMyTrades(facts.symbol);
        const mine = trades.filter((x) => x.order === placed.id);
        assert.ok(Math.abs(mine.reduce((sum, x) => sum + x.amount, 0) - 0.001) < 1e-12);
      });

      test('is refused too small and too great an order', async () => {
        await exchange.loadMarkets();
        await assert.rejects(exchange.createOrder(facts.symbol, 'market', 'buy', 0.0001), ccxt.InvalidOrder);
        await assert.rejects(
          exchange.createOrder(facts.symbol, 'limit', 'buy', 1000, 20000),
          ccxt.InsufficientFunds,
        );
      });
    }
  });
}

/** A key of the right form that no account has. */
function wrongKey(key) {
  const other = key.at(-4) === 'a' ? 'b' : 'a';
  return key.slice(0, -4) + other + key.slice(-3);
}
