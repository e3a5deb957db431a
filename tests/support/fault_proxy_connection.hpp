// One connection through a fault proxy: a socket towards the client, one
// towards the server, and a queue each way in which bytes wait for their time.
//
// Faults are parcels in these queues like everything else (an end of the
// stream, a reset), so that they too come in order and never before their time.
#pragma once

#include "tests/support/fault_proxy_link.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace ballast::test {

class proxy_connection : public std::enable_shared_from_this<proxy_connection> {
public:
  using tcp = boost::asio::ip::tcp;
  using error = boost::system::error_code;

  /// @param gone called once, when both sockets are closed.
  proxy_connection(tcp::socket client, boost::asio::io_context& loop,
                   proxy_link& link,
                   std::function<void(proxy_connection&)> gone);

  /// Connects to the server; then bytes begin to pass.
  void start(const tcp::endpoint& server);
  void close();

private:
  enum class after : std::uint8_t {
    nothing,
    end,   ///< Ends the stream in good order.
    reset, ///< Resets the receiver; the connection is over.
  };
  struct parcel {
    std::string bytes;
    time_point due;
    after then = after::nothing;
    std::uint64_t* tally = nullptr; ///< Counts `then`, when it comes to it.
    std::size_t pace = 0;           ///< Bytes a second; 0: all at once.
    std::size_t sent = 0;
  };
  struct way {
    way(tcp::socket& source, tcp::socket& sink, boost::asio::io_context& loop)
        : from{source}, to{sink}, timer{loop} {}
    tcp::socket& from;
    tcp::socket& to;
    boost::asio::steady_timer timer;
    std::deque<parcel> queue;
    std::size_t queued = 0; ///< Bytes; bounded, since reading pauses.
    std::array<char, 16UL * 1024> input{};
    duration lag{0};
    time_point last_due = time_point::min();
    bool reading = false;
    bool writing = false;
    bool held = false;
    bool muted = false; ///< What comes from now on goes nowhere.
    bool ended = false; ///< The source has nothing more to say.
    bool shut = false;  ///< And the sink knows.
  };

  void read(way& x);
  void on_read(way& x, const error& ec, std::size_t size);
  void take_request(std::string_view bytes);
  void take_answer(std::string_view bytes);
  void pass_answer(std::string_view bytes, std::size_t body_at);
  void end_answer(std::string_view last);
  void begin(exchange_watch::kind what);
  void hold();
  void overtaken();
  /// All that one side says until the other does shares one lag.
  void turn(way& x);

  void put(way& x, parcel what);
  void pump(way& x);
  void write(way& x, std::size_t size);
  void on_written(way& x, const error& ec, std::size_t size);
  void carry_out(way& x, const parcel& done);
  void reset(tcp::socket& x);
  void finish_if_done();

  proxy_link& link_;
  std::function<void(proxy_connection&)> gone_;
  tcp::socket client_;
  tcp::socket server_;
  way up_;   ///< From the client to the server.
  way down_; ///< And back.
  boost::asio::steady_timer hold_timer_;
  way* speaking_ = nullptr;
  exchange_watch watch_;
  exchange_plan plan_;
  bool answering_ = false; ///< The answer that `plan_` is for has begun.
  bool in_body_ = false;
  bool closed_ = false;
};

/// Keeps a socket from processes that are started later: one inherited would
/// stay open whatever is done to it here.
void keep_from_children(int handle);

} // namespace ballast::test
