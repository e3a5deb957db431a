// Whom the transport trusts. A signed request must never reach anybody else.
#include "net/client_tls.hpp"
#include "tests/net/support/asking.hpp"
#include "tests/net/support/raw_server.hpp"

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <atomic>

namespace ballast::net::test {
namespace {

/// What came of a call to `host`, and whether the server saw any of it.
struct attempt {
  outcome result;
  int seen = 0;
};

attempt attempt_with(const tls_identity& of_server,
                     const https_transport_options& opts,
                     const std::string& host = "127.0.0.1") {
  std::atomic<int> seen{0};
  http_server server{tls_options(of_server),
                     [&](const call&, const respond& then) {
                       ++seen;
                       then(say("ok"));
                     }};
  https_transport transport{opts};
  auto result = ask(transport, get(https_base(server, host)));
  server.stop();
  return {std::move(result), seen};
}

void expect_refused(const attempt& x, std::string_view word) {
  const auto why = failure_of(x.result);
  EXPECT_EQ(why.what, failure::kind::refused) << why.text;
  EXPECT_FALSE(why.byte_left);
  EXPECT_TRUE(mentions(why, word)) << why.text;
  EXPECT_EQ(x.seen, 0) << "a request left before the server was verified";
}

TEST(HttpsTransportTls, SpeaksToALoopbackServerThatItsAuthoritySigned) {
  const auto identity = make_tls_identity();
  EXPECT_EQ(body_of(attempt_with(identity, trusting(identity)).result), "ok");
  EXPECT_EQ(
    body_of(attempt_with(identity, trusting(identity), "localhost").result),
    "ok");
}

TEST(HttpsTransportTls, UsesATlsConnectionAgain) {
  const auto identity = make_tls_identity();
  raw_tls_server server{{identity.certificate, identity.key, false, {}}};
  https_transport transport{trusting(identity)};
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
  EXPECT_EQ(server.accepted(), 1U);
}

TEST(HttpsTransportTls, CarriesLargeBodiesBothWays) {
  const auto identity = make_tls_identity();
  auto opts = tls_options(identity);
  opts.body_max = 1024 * 1024;
  http_server server{opts, [](const call& x, const respond& then) {
                       then(say(x.body + x.body));
                     }};
  https_transport transport{trusting(identity)};
  auto x = get(https_base(server));
  x.method = "POST";
  x.body = std::string(500'000, 'y');
  EXPECT_EQ(body_of(ask(transport, x)), x.body + x.body);
}

TEST(HttpsTransportTls, FaultE12_RefusesAnExpiredCertificate) {
  tls_identity_options expired;
  expired.not_before = -48h;
  expired.not_after = -1h;
  const auto identity = make_tls_identity(expired);
  expect_refused(attempt_with(identity, trusting(identity)), "expired");
}

TEST(HttpsTransportTls, FaultE12_RefusesACertificateThatIsNotYetValid) {
  tls_identity_options early;
  early.not_before = 24h;
  early.not_after = 48h;
  const auto identity = make_tls_identity(early);
  expect_refused(attempt_with(identity, trusting(identity)), "not yet valid");
}

TEST(HttpsTransportTls, FaultE12_RefusesACertificateForAnotherAddress) {
  tls_identity_options other;
  other.names = {"localhost", "127.0.0.2"};
  const auto identity = make_tls_identity(other);
  expect_refused(attempt_with(identity, trusting(identity)),
                 "IP address mismatch");
}

TEST(HttpsTransportTls, FaultE12_RefusesACertificateForAnotherName) {
  tls_identity_options other;
  other.names = {"api.coinbase.com", "127.0.0.1", "*.localhost"};
  const auto identity = make_tls_identity(other);
  expect_refused(attempt_with(identity, trusting(identity), "localhost"),
                 "ostname mismatch");
}

TEST(HttpsTransportTls, FaultE12_RefusesAnUnknownAuthority) {
  expect_refused(
    attempt_with(make_tls_identity(), trusting(make_tls_identity())),
    "certificate refused");
}

TEST(HttpsTransportTls, FaultE12_RefusesASelfSignedCertificate) {
  // An authority's own certificate and key are not given out, so the chain
  // that ends in itself is the one of a server that sends its authority too.
  auto identity = make_tls_identity();
  identity.certificate += identity.ca;
  expect_refused(attempt_with(identity, trusting(make_tls_identity())),
                 "self-signed");
}

TEST(HttpsTransportTls, TrustsNoLoopbackServerThatTheSystemDoesNot) {
  expect_refused(attempt_with(make_tls_identity(), {}), "certificate refused");
}

TEST(HttpsTransportTls, FaultE12_RefusesAServerOlderThanTls12) {
  const auto identity = make_tls_identity();
  raw_tls_server server{{identity.certificate, identity.key, true, {}}};
  https_transport transport{trusting(identity)};
  const auto x = failure_of(ask(transport, get(server.base())));
  EXPECT_EQ(x.what, failure::kind::refused);
  EXPECT_FALSE(x.byte_left);
  EXPECT_TRUE(mentions(x, "version") || mentions(x, "protocol")) << x.text;
}

TEST(HttpsTransportTls, FaultE12_NeverFallsBackToPlainHttp) {
  std::atomic<int> seen{0};
  http_server plain{{}, [&](const call&, const respond& then) {
                      ++seen;
                      then(say("ok"));
                    }};
  https_transport_options opts = trusting(make_tls_identity());
  https_transport transport{opts};
  const auto x = failure_of(ask(transport, get(https_base(plain))));
  EXPECT_EQ(x.what, failure::kind::refused);
  EXPECT_FALSE(x.byte_left);
  plain.stop();
  EXPECT_EQ(seen, 0);
}

TEST(HttpsTransportTls, FaultE12_CallsAResetHandshakeRefused) {
  raw_server server{[](raw_peer& peer) { peer.reset(); }};
  https_transport transport{trusting(make_tls_identity())};
  const auto x = failure_of(
    ask(transport, get("https://127.0.0.1:" + std::to_string(server.port()))));
  EXPECT_EQ(x.what, failure::kind::refused) << x.text;
  EXPECT_FALSE(x.byte_left);
}

TEST(HttpsTransportTls, CallsAReplyLostThatMayHaveBeenCutWithoutTlssGoodbye) {
  const auto identity = make_tls_identity();
  raw_tls_server server{{identity.certificate,
                         identity.key,
                         false,
                         {},
                         "HTTP/1.1 200 OK\r\n\r\nunframed"}};
  https_transport transport{trusting(identity)};
  const auto x = failure_of(ask(transport, get(server.base())));
  EXPECT_EQ(x.what, failure::kind::lost) << x.text;
  EXPECT_TRUE(x.byte_left);
}

TEST(ClientTls, TrustsTheLoopbackAuthorityForLoopbackHostsOnly) {
  client_tls tls{make_tls_identity().ca};
  auto* const loopback = tls.context_for(*parse_url("https://127.0.0.1"));
  auto authorities = [](boost::asio::ssl::context& x) {
    return X509_STORE_get0_objects(SSL_CTX_get_cert_store(x.native_handle()));
  };
  EXPECT_EQ(sk_X509_OBJECT_num(authorities(*loopback)), 1);
  EXPECT_EQ(tls.context_for(*parse_url("https://localhost")), loopback);
  auto* const system = tls.context_for(*parse_url("https://api.coinbase.com"));
  EXPECT_NE(system, loopback);
  EXPECT_EQ(tls.context_for(*parse_url("https://127.0.0.1.evil.tld")), system);
}

TEST(ClientTls, VerifiesInEveryContext) {
  client_tls tls{make_tls_identity().ca};
  for (const auto* base : {"https://127.0.0.1", "https://api.coinbase.com"}) {
    auto* const x = tls.context_for(*parse_url(base))->native_handle();
    EXPECT_TRUE(SSL_CTX_get_verify_mode(x) & SSL_VERIFY_PEER) << base;
    EXPECT_EQ(SSL_CTX_get_min_proto_version(x), TLS1_2_VERSION) << base;
  }
}

TEST(ClientTls, HasNoContextForPlainHttp) {
  client_tls tls{""};
  EXPECT_EQ(tls.context_for(*parse_url("http://127.0.0.1")), nullptr);
}

TEST(TlsIdentity, IsAnotherEachTime) {
  const auto one = make_tls_identity();
  const auto two = make_tls_identity();
  EXPECT_NE(one.ca, two.ca);
  EXPECT_NE(one.key, two.key);
}

TEST(TlsIdentity, RefusesNamesThatCannotStandInACertificate) {
  tls_identity_options x;
  x.names = {"localhost,IP:1.2.3.4"};
  EXPECT_THROW(make_tls_identity(x), std::runtime_error);
  x.names = {};
  EXPECT_THROW(make_tls_identity(x), std::runtime_error);
}

} // namespace
} // namespace ballast::net::test
