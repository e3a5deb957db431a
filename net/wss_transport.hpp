// WebSockets of the real world: RFC 6455 over verified TLS.
//
// As https_transport: plain ws:// is for this machine only, and nothing is done
// twice. Compression is not offered, since no venue needs it and it costs CPU.
#pragma once

#include "net/loop.hpp"
#include "net/socket_transport.hpp"

#include <memory>
#include <string>

namespace ballast::net {

struct wss_transport_options {
  /// As in https_transport_options.
  std::shared_ptr<loop> where;
  unsigned threads = 1;         ///< Of its own; > 0.
  std::string loopback_ca_file; ///< As in https_transport_options.
  std::string loopback_ca_pem;
  std::string user_agent = "ballast/0.1";
};

class wss_transport final : public socket_transport {
public:
  /// Starts the threads that are its own.
  /// @throws std::runtime_error when the loopback authority cannot be read.
  explicit wss_transport(wss_transport_options opts);
  wss_transport(const wss_transport&) = delete;
  wss_transport& operator=(const wss_transport&) = delete;
  /// As stop().
  ~wss_transport() override;

  socket_id open(socket_options what, socket_handler then) override;
  void say(socket_id to, std::string text) override;
  void close(socket_id which) override;

  /// Ends every socket as `stopped` and returns when no handler will be called
  /// any more. @pre Not from within a handler, nor else on the loop's thread.
  void stop();

private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

} // namespace ballast::net
