# Plants the bugs of a list (seeded_bugs.cmake: the governor's, trading_bugs.cmake:
# those of orders and money, and those of other folders' tests) into copies of the
# sources, each behind a switch that is read at run time.
#
# Copies, so that the product has no trace of it: no hook, no macro, no cost.
# Where a source has changed so that a bug has lost its place, the build fails
# and says so; nothing is ever left out silently.
#
#   cmake -D from=<domain> -D to=<folder> -D sources=<names>
#         -D list=<seeded_bugs.cmake> -D header=<tests/domain/seeded_bugs.hpp>
#         -P plant_bugs.cmake
cmake_minimum_required(VERSION 3.22)

# seeded_bug(NAME FILE ORIGINAL WITH_BUG): ORIGINAL stands exactly once in FILE;
# WITH_BUG says BUG where it asks whether this one is switched on. Several
# changes may make up one bug.
function(seeded_bug name file original with_bug)
  if(NOT EXISTS "${to}/${file}.planted")
    file(READ "${from}/${file}" text)
  else()
    file(READ "${to}/${file}.planted" text)
  endif()
  string(FIND "${text}" "${original}" first)
  string(FIND "${text}" "${original}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "${list}: the place of ${name} stands not "
      "exactly once in ${from}/${file}:\n${original}")
  endif()
  string(REPLACE "BUG" "::ballast::test::has_bug(::ballast::test::seeded_bug::${name})"
    planted "${with_bug}")
  string(REPLACE "${original}" "${planted}" text "${text}")
  file(WRITE "${to}/${file}.planted" "${text}")
endfunction()

file(MAKE_DIRECTORY "${to}")
foreach(file IN LISTS sources)
  file(REMOVE "${to}/${file}.planted")
endforeach()
include("${list}")
foreach(file IN LISTS sources)
  if(EXISTS "${to}/${file}.planted")
    file(READ "${to}/${file}.planted" text)
    file(REMOVE "${to}/${file}.planted")
  else()
    file(READ "${from}/${file}" text)
  endif()
  # Error messages and tools name the copy: its line is not the source's.
  file(WRITE "${to}/${file}" "#include \"${header}\"\n${text}")
endforeach()
