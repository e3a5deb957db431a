# Turns a text file into a C++ source that holds it as one string_view:
#   cmake -DINPUT=limits.toml -DOUTPUT=f.cpp -DNAME=okx -P embed.cmake
# so that the program needs no file beside it at run time.
file(READ "${INPUT}" text)
file(WRITE "${OUTPUT}"
"#include <string_view>

namespace ballast::venues::shipped {
extern const std::string_view ${NAME};
const std::string_view ${NAME} = R\"toml(${text})toml\";
} // namespace ballast::venues::shipped
")
