#include "tests/support/fault_proxy_watch.hpp"

namespace ballast::test {

namespace {

constexpr std::uint8_t handshake_record = 22;
constexpr std::uint8_t data_record = 23;

/// A server of OpenSSL's sends two session tickets after a full handshake of
/// TLS 1.3 (SSL_CTX_set_num_tickets), each in a record of its own.
constexpr unsigned tickets_sent = 2;

/// No request and no reply fits into less, while an encrypted alert, such as
/// TLS's goodbye, takes 19 bytes.
constexpr std::size_t shortest_message = 30;

} // namespace

std::optional<exchange_watch::kind>
exchange_watch::client_sends(std::string_view bytes) {
  if (bytes.empty())
    return std::nullopt;
  if (!begun_) {
    begun_ = true;
    secure_ = static_cast<std::uint8_t>(bytes.front()) == handshake_record;
    if (secure_) {
      open_ = true;
      from_client_.feed(bytes, [](auto, auto, auto) {});
      return kind::handshake;
    }
  }
  auto asked = !secure_ && !open_;
  if (secure_)
    from_client_.feed(bytes, [&](auto type, auto length, auto /*at*/) {
      asked = asks(type, length) || asked;
    });
  if (!asked)
    return std::nullopt;
  open_ = true;
  return kind::request;
}

/// @returns whether the client's record begins a request.
bool exchange_watch::asks(std::uint8_t type, std::size_t length) {
  if (type != data_record)
    return false;
  if (!finished_) {
    finished_ = true;
    open_ = false;
    // Since TLS 1.3 the end of the handshake looks like data.
    if (server_encrypts_) {
      tickets_ = tickets_sent;
      return false;
    }
  }
  return !open_ && length >= shortest_message;
}

exchange_watch::places exchange_watch::server_sends(std::string_view bytes) {
  places result;
  if (secure_) {
    from_server_.feed(bytes, [&](auto type, auto length, auto at) {
      if (answers(type, length))
        result = {at, at};
    });
    return result;
  }
  if (open_ && !bytes.empty()) {
    open_ = false;
    in_head_ = true;
    matched_ = 0;
    result.answer = 0;
  }
  if (in_head_)
    result.body = end_of_head(bytes);
  return result;
}

/// @returns whether the server's record begins an answer.
bool exchange_watch::answers(std::uint8_t type, std::size_t length) {
  if (!finished_) {
    server_encrypts_ = server_encrypts_ || type == data_record;
  } else {
    if (type != data_record)
      return false;
    if (tickets_ > 0) {
      --tickets_;
      return false;
    }
    if (length < shortest_message)
      return false;
  }
  const auto first = open_;
  open_ = false;
  return first;
}

std::optional<std::size_t> exchange_watch::end_of_head(std::string_view bytes) {
  constexpr std::string_view end = "\r\n\r\n";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == end[matched_])
      ++matched_;
    else
      matched_ = bytes[i] == end.front() ? 1 : 0;
    if (matched_ == end.size()) {
      in_head_ = false;
      return i + 1;
    }
  }
  return std::nullopt;
}

} // namespace ballast::test
