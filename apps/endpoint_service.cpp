#include "apps/endpoint_service.hpp"

#include <caf/event_based_actor.hpp>

#include <chrono>
#include <utility>

namespace ballast::apps {

namespace {

// Longer than the SUPERVISOR's own patience, so that its answer comes first.
constexpr auto answer_deadline = std::chrono::seconds{8};

void give(const net::respond& to, net::reply x) {
  net::answer result;
  result.content = std::move(x);
  to(std::move(result));
}

/// What an error says, without how it is called inside.
std::string words_of(const caf::actor_system& system, const caf::error& x) {
  auto text = std::string{};
  if (x.context().match_elements<std::string>())
    text = x.context().get_as<std::string>(0);
  return text.empty() ? "the node did not answer: " + system.render(x) : text;
}

/// One errand is one actor: it asks, replies, and is gone.
template <class Reply, class Wish>
void carry(caf::actor_system& system, const supervisor_actor& supervisor,
           Wish wish, net::respond respond, Reply reply) {
  system.spawn([=](caf::event_based_actor* self) {
    self->request(supervisor, answer_deadline, wish)
      .then(reply, [self, respond](const caf::error& x) {
        give(respond, refusal_of(x == caf::sec::invalid_argument,
                                 words_of(self->system(), x)));
      });
  });
}

} // namespace

void serve(const net::call& call, net::respond respond,
           const std::shared_ptr<const status_report>& report,
           const endpoint_options& options, caf::actor_system& system,
           const supervisor_actor& supervisor) {
  auto found = answer(call, *report, options);
  if (auto* reply = std::get_if<net::reply>(&found))
    return give(respond, std::move(*reply));
  const auto what = std::get<errand>(std::move(found));
  const auto done
    = [respond, what](caf::ok_atom) { give(respond, reply_to(what)); };
  if (const auto* wish = std::get_if<halt_wish>(&what))
    carry(system, supervisor, *wish, respond, done);
  else if (const auto* rule = std::get_if<breaker_wish>(&what))
    carry(system, supervisor, *rule, respond, done);
  else if (const auto* asked = std::get_if<why_question>(&what))
    carry(system, supervisor, *asked, respond,
          [respond, report, question = *asked](const why_answer& x) {
            give(respond, reply_to(*report, question, x));
          });
}

} // namespace ballast::apps
