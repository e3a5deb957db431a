// Turns the bytes of one HTTP/1.1 response into a reply, under caps.
//
// Bytes go in as they come; interim (1xx) answers are passed over. Knows no
// socket, so that every broken response can be tried without one.
// Inside net/ only.
#pragma once

#include "net/transport.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace ballast::net {

struct response_caps {
  std::size_t header_max = 16UL * 1024;     ///< Bytes, status line included.
  std::size_t body_max = 8UL * 1024 * 1024; ///< Bytes, before and after gzip.
};

class response_reader {
public:
  enum class state { needs_more, whole, failed };

  /// @param head_only Whether a HEAD is answered: no body will come.
  response_reader(const response_caps& caps, bool head_only);

  /// Reads on in `bytes`.
  /// @returns how many were used; the rest is to be offered again, with what
  ///          follows it. None are used once whole or failed.
  std::size_t feed(std::string_view bytes);

  /// The other side has ended the stream in good order.
  void end();

  state now() const;
  /// Whether the connection can carry another call. @pre now() == whole
  bool keeps_alive() const;
  /// The reply, its body inflated; or too_large, malformed. Once.
  /// @pre now() != needs_more
  outcome take();

private:
  using parser_type
    = boost::beast::http::response_parser<boost::beast::http::string_body>;

  void start();
  void count(std::size_t used);
  void fail(const boost::system::error_code& ec);
  void fail(failure::kind what, std::string_view text);
  bool is_interim() const;
  outcome inflated(reply x, std::size_t encoding);

  response_caps caps_;
  bool head_only_;
  std::optional<parser_type> parser_;
  std::optional<failure> failure_;
  std::size_t header_bytes_ = 0;
  std::size_t all_bytes_ = 0;
};

} // namespace ballast::net
