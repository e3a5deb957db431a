# Bugs that somebody could well write into the journal, and that its tests must
# find; see ../domain/plant_bugs.cmake for the notation.

seeded_bug(flush_missing journal.cpp
  [[opts.full_sync ? "PRAGMA synchronous = FULL"]]
  [[opts.full_sync && !BUG ? "PRAGMA synchronous = FULL"]])

seeded_bug(confirmed_before_it_is_committed journal.cpp
  [[    return insert(x, reached);
  });]]
  [[    if (BUG)
      return done{};
    return insert(x, reached);
  });]])

seeded_bug(mark_not_written journal.cpp
  [[    added = beside_.write(mark_);]]
  [[    added = BUG ? result<done>{done{}} : beside_.write(mark_);]])

seeded_bug(last_row_of_a_group_skipped journal.cpp
  [[  for (const auto& entry : x) {]]
  [[  for (const auto& entry : x) {
    if (BUG && x.size() > 1 && &entry == &x.back())
      continue;]])

seeded_bug(group_written_backwards journal.cpp
  [[    auto cells = journal_row(++to.count, entry);]]
  [[    auto cells
      = journal_row(++to.count, BUG ? x[x.size() - 1 - static_cast<std::size_t>(
                                          &entry - x.data())]
                                    : entry);]])

seeded_bug(rows_not_chained journal_rows.cpp
  [[  sum.add(cell{before});]]
  [[  if (!BUG)
    sum.add(cell{before});]])

seeded_bug(sum_without_the_last_cell journal_rows.cpp
  [[    if (i < journal_sum_column
]]
  [[    if (i < journal_sum_column - (BUG ? 1U : 0U)
]])

seeded_bug(sum_without_the_later_columns journal_rows.cpp
  [[        || (i > journal_sum_column]]
  [[        || (i > journal_sum_column && !BUG]])

seeded_bug(sum_with_the_empty_ones_of_later_columns journal_rows.cpp
  [[            && !std::holds_alternative<std::monostate>(cells[i])))]]
  [[            && (BUG || !std::holds_alternative<std::monostate>(cells[i]))))]])

seeded_bug(trigger_not_stored journal_rows.cpp
  [[x.trigger.is_zero() ?]]
  [[x.trigger.is_zero() || BUG ?]])

seeded_bug(damaged_file_is_brought_to_the_newest_version journal.cpp
  [[  version_ = *version;]]
  [[  if (auto moved = BUG ? migrate(file_, journal_migrations(), journal_file)
                       : result<done>{done{}};
      !moved)
    return moved;
  version_ = BUG ? 2 : *version;]])

seeded_bug(goes_on_after_a_failure journal.cpp
  [[    broken_ = added.error().text;]]
  [[    if (!BUG)
      broken_ = added.error().text;]])

seeded_bug(failure_taken_for_done journal.cpp
  [[    return added.error().code == ec::corrupt ? damaged(broken_) : added;]]
  [[    return BUG                                ? result<done>{done{}}
           : added.error().code == ec::corrupt ? damaged(broken_)
                                               : added;]])

seeded_bug(other_writer_not_seen journal.cpp
  [[    if (auto checked = check_end(); !checked)]]
  [[    if (auto checked = check_end(); !checked && !BUG)]])

seeded_bug(mode_not_compared journal.cpp
  [[  if (*stored != mode)]]
  [[  if (*stored != mode && !BUG)]])

seeded_bug(begun_anew_where_it_is_gone journal.cpp
  [[  if (highest > 0)]]
  [[  if (highest > 0 && !BUG)]])

seeded_bug(shorter_than_its_mark journal.cpp
  [[    if (x.count > at.count)]]
  [[    if (x.count > at.count && !BUG)]])

seeded_bug(other_history_than_its_mark journal.cpp
  [[      else if (x.count == at.count && x.sum != at.sum)]]
  [[      else if (!BUG && x.count == at.count && x.sum != at.sum)]])

seeded_bug(other_journal_than_before journal.cpp
  [[      if (x.identity != at.identity)]]
  [[      if (x.identity != at.identity && !BUG)]])

seeded_bug(mark_in_one_place_only journal_mark.cpp
  [[  const auto place = static_cast<off_t>(x.count % places);]]
  [[  const auto place = BUG ? off_t{0} : static_cast<off_t>(x.count % places);]])

seeded_bug(mark_without_its_check journal_mark.cpp
  [[  if (check_of(mark) != word_at(content, 3))]]
  [[  if (!BUG && check_of(mark) != word_at(content, 3))]])

seeded_bug(older_mark_believed journal_mark.cpp
  [[newest->count < mark->count]]
  [[(BUG ? newest->count > mark->count : newest->count < mark->count)]])
