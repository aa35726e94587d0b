# Writes OUTPUT, a C++ file that holds the tables TABLES (a list of .tsv paths) as string literals.
#   cmake -DOUTPUT=… -DTABLES=… -P embed_tables.cmake
# sv, because clang gives up counting the characters of a long table while it compiles.
list(SORT TABLES)
set(code "// Generated from the .tsv files by embed_tables.cmake.\n")
string(APPEND code "#include \"extract/lexicon/builtin_tables.h\"\n\nnamespace zhengmai {\n\n")
string(APPEND code "using namespace std::string_view_literals;\n\n")
string(APPEND code "std::span<const BuiltinTable> builtin_tables() {\n")
string(APPEND code "  static constexpr BuiltinTable kTables[] = {\n")
foreach(table ${TABLES})
  get_filename_component(name ${table} NAME_WE)
  file(READ ${table} bytes)
  string(APPEND code "      {\"${name}\", R\"TSV(${bytes})TSV\"sv},\n")
endforeach()
string(APPEND code "  };\n  return kTables;\n}\n\n}  // namespace zhengmai\n")
file(WRITE ${OUTPUT} "${code}")
