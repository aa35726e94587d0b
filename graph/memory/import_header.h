// The header line of neo4j-admin's CSV convention: what each column is.
//
//   id:ID(Agency){id-type: long},name,aliases:string[],:LABEL        nodes
//   :START_ID(Measure),:END_ID(Agency),order:int,:TYPE               relationships
//
// A column is name:type, the type being ID, START_ID, END_ID (with the group of ids in parentheses),
// LABEL, TYPE, IGNORE or the type of a property's value, string when there is none; [] after it
// makes a list.
//
// Errors: InputError naming file, line and column. Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "graph/memory/csv.h"

namespace zhengmai {

enum class FieldType : uint8_t {
  kString, kLong, kInt, kShort, kByte, kDouble, kFloat, kBoolean,
  kDate, kLocalTime, kTime, kLocalDateTime, kDateTime, kDuration,
};

struct ImportColumn {
  enum class Role : uint8_t { kProperty, kId, kLabels, kStart, kEnd, kType, kIgnore };
  Role role = Role::kProperty;
  std::string name;                     // the property's; of an id without a name: "id"
  FieldType type = FieldType::kString;  // of an id: kString or kLong
  bool array = false;
  bool typed_id = false;                // an id whose type the header gives
  std::string group;                    // of ids
};

std::vector<ImportColumn> parse_header(const CsvFile& file, const std::vector<CsvField>& fields,
                                       bool nodes);

}  // namespace zhengmai
