#include "graph/model/schema.h"

#include <unordered_map>

namespace zhengmai {
namespace {

constexpr SchemaName kLabels[] = {
    {label::kDocument, "文件"},
    {label::kSection, "章节"},
    {label::kMeasure, "措施"},
    {label::kClause, "条款"},
    {label::kAgency, "机构"},
    {label::kAgencyClass, "机构职能类"},
    {label::kTheme, "主题"},
    {label::kJurisdiction, "辖区"},
    {label::kProvince, "省份"},
    {label::kPlace, "地区"},
    {label::kTarget, "目标"},
    {label::kInstrument, "政策工具"},
    {label::kBeneficiary, "受益者"},
    {label::kTechnology, "技术"},
    {label::kProgramme, "工程平台"},
};

constexpr SchemaName kTypes[] = {
    {type::kAssignedTo, "责任单位"},
    {type::kHasTheme, "涉及主题"},
    {type::kAdopts, "出台措施"},
    {type::kIssuedBy, "发文机关"},
    {type::kAppliesIn, "适用地区"},
    {type::kHasSection, "包含章节"},
    {type::kHasMeasure, "包含措施"},
    {type::kHasClause, "包含条款"},
    {type::kImplements, "贯彻落实"},
    {type::kCites, "引用"},
    {type::kUsesInstrument, "运用工具"},
    {type::kHasTarget, "设定目标"},
    {type::kBenefits, "受益对象"},
    {type::kUsesTechnology, "运用技术"},
    {type::kPilotedIn, "试点地区"},
    {type::kRunsProgramme, "依托平台"},
    {type::kCoordinatedBy, "牵头协调"},
    {type::kHasClass, "属于职能"},
    {type::kWithin, "隶属辖区"},
    {type::kBroader, "上位主题"},
    {type::kSucceededBy, "机构沿革"},
    {type::kCounterpartOf, "对口部门"},
    {type::kDerivedFrom, "对应措施"},
    {type::kSimilarTo, "相似"},
    {type::kCoAssigned, "共同责任"},
};

constexpr SchemaName kKeys[] = {
    {key::kId, "标识"},
    {key::kName, "名称"},
    {key::kTitle, "标题"},
    {key::kText, "原文"},
    {key::kOrdinal, "序号"},
    {key::kOrdinalRaw, "原序号"},
    {key::kOrder, "次序"},
    {key::kPath, "章节路径"},
    {key::kSection, "章节"},
    {key::kSectionTitle, "章节标题"},
    {key::kLevel, "层级"},
    {key::kClass, "职能类"},
    {key::kJurisdiction, "辖区代码"},
    {key::kRole, "角色"},
    {key::kSurface, "字面"},
    {key::kInherited, "前缀继承"},
    {key::kProse, "行文指派"},
    {key::kOpenEnded, "未尽列举"},
    {key::kPrimary, "首要"},
    {key::kScore, "得分"},
    {key::kCues, "线索"},
    {key::kSource, "来源"},
    {key::kSpanStart, "起点"},
    {key::kSpanEnd, "终点"},
    {key::kSpans, "片段"},
    {key::kRule, "规则"},
    {key::kConfidence, "置信度"},
    {key::kAmbiguous, "存疑"},
    {key::kDerived, "推导"},
    {key::kMethod, "方法"},
    {key::kCount, "次数"},
    {key::kKind, "类别"},
    {key::kSubtype, "子类"},
    {key::kVerb, "动词"},
    {key::kModality, "语气"},
    {key::kDirection, "方向"},
    {key::kStrength, "力度"},
    {key::kObject, "对象"},
    {key::kValue, "数值"},
    {key::kValueMax, "数值上限"},
    {key::kUnit, "单位"},
    {key::kBound, "界限"},
    {key::kDeadline, "期限"},
    {key::kCondition, "条件"},
    {key::kHasList, "有清单"},
    {key::kScrambled, "乱序"},
    {key::kDuplicateOf, "重复于"},
    {key::kClaimedSpans, "认定片段"},
    {key::kDocNumber, "发文字号"},
    {key::kDocType, "文种"},
    {key::kIssuer, "发文单位"},
    {key::kDate, "成文日期"},
    {key::kDateMetadata, "元数据日期"},
    {key::kPublished, "发布日期"},
    {key::kIndexNumber, "索引号"},
    {key::kValidity, "有效性"},
    {key::kGovcnTheme, "主题分类"},
    {key::kAddressees, "主送机关"},
    {key::kDisclosure, "公开方式"},
    {key::kFile, "文件名"},
    {key::kSha256, "校验和"},
    {key::kEncoding, "编码"},
    {key::kInCorpus, "已收录"},
    {key::kNumber, "文号"},
    {key::kCode, "代码"},
    {key::kNameEn, "英文名"},
    {key::kShort, "简称"},
    {key::kAbbr, "别称"},
    {key::kFunctions, "职能"},
    {key::kSurfaces, "异写"},
    {key::kValidFrom, "始于"},
    {key::kValidTo, "止于"},
};

using Names = std::unordered_map<std::string_view, std::string_view>;

Names both_to_stored(std::span<const SchemaName> names) {
  Names out;
  for (const auto& n : names) {
    out.emplace(n.name, n.name);
    out.emplace(n.chinese, n.name);
  }
  return out;
}

Names stored_to_chinese(std::span<const SchemaName> names) {
  Names out;
  for (const auto& n : names) out.emplace(n.name, n.chinese);
  return out;
}

std::string_view find(const Names& names, std::string_view name, std::string_view otherwise) {
  const auto it = names.find(name);
  return it == names.end() ? otherwise : it->second;
}

}  // namespace

std::span<const SchemaName> schema_labels() { return kLabels; }
std::span<const SchemaName> schema_types() { return kTypes; }
std::span<const SchemaName> schema_keys() { return kKeys; }

std::string_view canonical_label(std::string_view name) {
  static const Names names = both_to_stored(kLabels);
  return find(names, name, {});
}
std::string_view canonical_type(std::string_view name) {
  static const Names names = both_to_stored(kTypes);
  return find(names, name, {});
}
std::string_view canonical_key(std::string_view name) {
  static const Names names = both_to_stored(kKeys);
  return find(names, name, {});
}
std::string_view chinese_label(std::string_view name) {
  static const Names names = stored_to_chinese(kLabels);
  return find(names, name, name);
}
std::string_view chinese_type(std::string_view name) {
  static const Names names = stored_to_chinese(kTypes);
  return find(names, name, name);
}
std::string_view chinese_key(std::string_view name) {
  static const Names names = stored_to_chinese(kKeys);
  return find(names, name, name);
}

}  // namespace zhengmai
