# Bugs that somebody could well write into the ledger, and that its tests must
# find; see ../domain/plant_bugs.cmake for the notation.

seeded_bug(answered_before_the_flush ledger.cpp
  [[    waiting.push_back(self->make_response_promise<caf::ok_atom>());]]
  [[    if (BUG)
      return caf::ok_atom_v;
    waiting.push_back(self->make_response_promise<caf::ok_atom>());]])

seeded_bug(failure_told_as_done ledger.cpp
  [[        x.deliver(to_error(written.error()));]]
  [[        BUG ? x.deliver(caf::ok_atom_v)
            : x.deliver(to_error(written.error()));]])

seeded_bug(failure_kept_to_itself ledger.cpp
  [[    if (!written && !std::exchange(is_broken, true))]]
  [[    if (!BUG && !written && !std::exchange(is_broken, true))]])

seeded_bug(read_without_what_waits ledger.cpp
  [[    commit(); // What was taken is part of it.]]
  [[    if (!BUG)
      commit(); // What was taken is part of it.]])

seeded_bug(entries_of_other_accounts_told ledger.cpp
  [[          if (entry.account == x.account)]]
  [[          if (BUG || entry.account == x.account)]])
