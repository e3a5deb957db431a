// Beast's WebSocket over our stream.
//
// Inside net/ only.
#pragma once

#include "net/socket_stream.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <utility>

namespace ballast::net {

/// How Beast ends the stream below, found by it through the type's namespace.
/// Without a farewell on the TCP level: the close frames were the farewell, and
/// a peer that owes one must not hold a descriptor.
inline void teardown(boost::beast::role_type, socket_stream& stream,
                     boost::system::error_code& ec) {
  stream.close();
  ec = {};
}

/// How Beast closes it at once, found the same way.
inline void beast_close_socket(socket_stream& stream) { stream.close(); }

template <class Handler>
void async_teardown(boost::beast::role_type, socket_stream& stream,
                    Handler&& then) {
  stream.close();
  boost::asio::post(stream.get_executor(), boost::beast::bind_front_handler(
                                             std::forward<Handler>(then),
                                             boost::system::error_code{}));
}

using websocket_stream = boost::beast::websocket::stream<socket_stream&>;

} // namespace ballast::net
