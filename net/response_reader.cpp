#include "net/response_reader.hpp"

#include "net/gzip.hpp"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

namespace ballast::net {

namespace http = boost::beast::http;

namespace {

bool same_word(std::string_view x, std::string_view lower_case) {
  return std::equal(x.begin(), x.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) {
                      return std::tolower(static_cast<unsigned char>(a)) == b;
                    });
}

bool is_cap(const boost::system::error_code& ec) {
  return ec == http::error::header_limit || ec == http::error::body_limit;
}

} // namespace

response_reader::response_reader(const response_caps& caps, bool head_only)
    : caps_{caps}, head_only_{head_only} {
  start();
}

void response_reader::start() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(caps_.header_max));
  parser_->body_limit(caps_.body_max);
  parser_->eager(true);
  parser_->skip(head_only_);
  header_bytes_ = 0;
}

std::size_t response_reader::feed(std::string_view bytes) {
  std::size_t fed = 0;
  while (now() == state::needs_more && fed < bytes.size()) {
    const auto in_header = !parser_->is_header_done();
    boost::system::error_code ec;
    const auto used = parser_->put(
      boost::asio::buffer(bytes.data() + fed, bytes.size() - fed), ec);
    fed += used;
    if (in_header && !parser_->is_header_done())
      header_bytes_ += used;
    count(used);
    if (ec && ec != http::error::need_more)
      fail(ec);
    if (now() == state::whole && is_interim())
      start();
    else if (ec || used == 0)
      break;
  }
  return fed;
}

// Beast's own limit starts anew with each field, so that many small fields, or
// an endless chunk trailer, would slip below it.
void response_reader::count(std::size_t used) {
  all_bytes_ += used;
  if (header_bytes_ > caps_.header_max)
    fail(http::error::header_limit);
  // Chunks of one byte take six on the wire; more is nothing but framing.
  if (all_bytes_ > caps_.header_max + 8 * caps_.body_max)
    fail(http::error::body_limit);
}

void response_reader::end() {
  if (now() != state::needs_more)
    return;
  boost::system::error_code ec;
  parser_->put_eof(ec);
  if (ec || !parser_->is_done())
    fail(failure::kind::malformed, "the reply ended before it was whole");
}

bool response_reader::is_interim() const {
  const auto status = parser_->get().result_int();
  return status / 100 == 1 && status != 101;
}

response_reader::state response_reader::now() const {
  if (failure_)
    return state::failed;
  return parser_->is_done() ? state::whole : state::needs_more;
}

bool response_reader::keeps_alive() const { return parser_->keep_alive(); }

void response_reader::fail(const boost::system::error_code& ec) {
  if (ec == http::error::header_limit)
    fail(failure::kind::too_large, "the reply's header is over the cap of "
                                     + std::to_string(caps_.header_max)
                                     + " bytes");
  else if (is_cap(ec))
    fail(failure::kind::too_large, "the reply's body is over the cap of "
                                     + std::to_string(caps_.body_max)
                                     + " bytes");
  else
    fail(failure::kind::malformed, "not a valid HTTP reply: " + ec.message());
}

void response_reader::fail(failure::kind what, std::string_view text) {
  if (!failure_)
    failure_ = failure{what, true, std::string{text}};
}

outcome response_reader::take() {
  if (failure_)
    return std::move(*failure_);
  auto message = parser_->release();
  reply x;
  x.status = message.result_int();
  if (x.status == 101)
    return failure{failure::kind::malformed, true,
                   "the server changed to a protocol nobody asked for"};
  std::optional<std::size_t> encoding;
  for (const auto& field : message) {
    if (field.name() == http::field::content_encoding)
      encoding = x.headers.size();
    const auto name = field.name_string();
    const auto value = field.value();
    x.headers.push_back({std::string{name.data(), name.size()},
                         std::string{value.data(), value.size()}});
  }
  x.body = std::move(message.body());
  if (!encoding || x.body.empty())
    return x;
  return inflated(std::move(x), *encoding);
}

outcome response_reader::inflated(reply x, std::size_t encoding) {
  const auto& name = x.headers[encoding].value;
  if (same_word(name, "identity"))
    return x;
  if (!same_word(name, "gzip") && !same_word(name, "x-gzip"))
    return failure{failure::kind::malformed, true,
                   "the body has an encoding that was not asked for"};
  std::string body;
  switch (gunzip(x.body, caps_.body_max, body)) {
  case gunzip_end::too_large:
    return failure{failure::kind::too_large, true,
                   "the inflated body is over the cap of "
                     + std::to_string(caps_.body_max) + " bytes"};
  case gunzip_end::broken:
    return failure{failure::kind::malformed, true, "the gzip is broken"};
  case gunzip_end::whole:
    break;
  }
  x.body = std::move(body);
  // These two spoke of the packed body.
  std::erase_if(x.headers, [](const header& h) {
    return same_word(h.name, "content-encoding")
           || same_word(h.name, "content-length");
  });
  return x;
}

} // namespace ballast::net
