// The schema: every label, relationship type and property of extracted facts, with the Chinese
// alias that the query language accepts for it. Meaning of each: design in README and HACKING.md.
//
// Any graph may carry further names (imports, scratch graphs): a name is a string, and these are
// the ones that extraction writes. Rooms use the constants, never the literals.
//
//   edge.set(key::kSpanStart, Value::integer(span.begin));
//   canonical_label("措施")  == "Measure"
//
// Source: the project's schema; terms follow W3C ORG, SKOS and PROV where they have one.
// Threads: immutable static data.
#pragma once

#include <span>
#include <string_view>

namespace zhengmai {

namespace label {
inline constexpr std::string_view kDocument = "Document";  // 文件
inline constexpr std::string_view kSection = "Section";  // 章节
inline constexpr std::string_view kMeasure = "Measure";  // 措施
inline constexpr std::string_view kClause = "Clause";  // 条款
inline constexpr std::string_view kAgency = "Agency";  // 机构
inline constexpr std::string_view kAgencyClass = "AgencyClass";  // 机构职能类
inline constexpr std::string_view kTheme = "Theme";  // 主题
inline constexpr std::string_view kJurisdiction = "Jurisdiction";  // 辖区
inline constexpr std::string_view kProvince = "Province";  // 省份
inline constexpr std::string_view kPlace = "Place";  // 地区
inline constexpr std::string_view kTarget = "Target";  // 目标
inline constexpr std::string_view kInstrument = "Instrument";  // 政策工具
inline constexpr std::string_view kBeneficiary = "Beneficiary";  // 受益者
inline constexpr std::string_view kTechnology = "Technology";  // 技术
inline constexpr std::string_view kProgramme = "Programme";  // 工程平台
}  // namespace label

namespace type {
inline constexpr std::string_view kAssignedTo = "ASSIGNED_TO";  // 责任单位
inline constexpr std::string_view kHasTheme = "HAS_THEME";  // 涉及主题
inline constexpr std::string_view kAdopts = "ADOPTS";  // 出台措施
inline constexpr std::string_view kIssuedBy = "ISSUED_BY";  // 发文机关
inline constexpr std::string_view kAppliesIn = "APPLIES_IN";  // 适用地区
inline constexpr std::string_view kHasSection = "HAS_SECTION";  // 包含章节
inline constexpr std::string_view kHasMeasure = "HAS_MEASURE";  // 包含措施
inline constexpr std::string_view kHasClause = "HAS_CLAUSE";  // 包含条款
inline constexpr std::string_view kImplements = "IMPLEMENTS";  // 贯彻落实
inline constexpr std::string_view kCites = "CITES";  // 引用
inline constexpr std::string_view kUsesInstrument = "USES_INSTRUMENT";  // 运用工具
inline constexpr std::string_view kHasTarget = "HAS_TARGET";  // 设定目标
inline constexpr std::string_view kBenefits = "BENEFITS";  // 受益对象
inline constexpr std::string_view kUsesTechnology = "USES_TECHNOLOGY";  // 运用技术
inline constexpr std::string_view kPilotedIn = "PILOTED_IN";  // 试点地区
inline constexpr std::string_view kRunsProgramme = "RUNS_PROGRAMME";  // 依托平台
inline constexpr std::string_view kCoordinatedBy = "COORDINATED_BY";  // 牵头协调
inline constexpr std::string_view kHasClass = "HAS_CLASS";  // 属于职能
inline constexpr std::string_view kWithin = "WITHIN";  // 隶属辖区
inline constexpr std::string_view kBroader = "BROADER";  // 上位主题
inline constexpr std::string_view kSucceededBy = "SUCCEEDED_BY";  // 机构沿革
inline constexpr std::string_view kCounterpartOf = "COUNTERPART_OF";  // 对口部门
inline constexpr std::string_view kDerivedFrom = "DERIVED_FROM";  // 对应措施
inline constexpr std::string_view kSimilarTo = "SIMILAR_TO";  // 相似
inline constexpr std::string_view kCoAssigned = "CO_ASSIGNED";  // 共同责任
}  // namespace type

namespace key {
inline constexpr std::string_view kId = "id";  // 标识
inline constexpr std::string_view kName = "name";  // 名称
inline constexpr std::string_view kTitle = "title";  // 标题
inline constexpr std::string_view kText = "text";  // 原文
inline constexpr std::string_view kOrdinal = "ordinal";  // 序号
inline constexpr std::string_view kOrdinalRaw = "ordinal_raw";  // 原序号
inline constexpr std::string_view kOrder = "order";  // 次序
inline constexpr std::string_view kPath = "path";  // 章节路径
inline constexpr std::string_view kSection = "section";  // 章节
inline constexpr std::string_view kSectionTitle = "section_title";  // 章节标题
inline constexpr std::string_view kLevel = "level";  // 层级
inline constexpr std::string_view kClass = "class";  // 职能类
inline constexpr std::string_view kJurisdiction = "jurisdiction";  // 辖区代码
inline constexpr std::string_view kRole = "role";  // 角色
inline constexpr std::string_view kSurface = "surface";  // 字面
inline constexpr std::string_view kInherited = "inherited";  // 前缀继承
inline constexpr std::string_view kProse = "prose";  // 行文指派
inline constexpr std::string_view kOpenEnded = "open_ended";  // 未尽列举
inline constexpr std::string_view kPrimary = "primary";  // 首要
inline constexpr std::string_view kScore = "score";  // 得分
inline constexpr std::string_view kCues = "cues";  // 线索
inline constexpr std::string_view kSource = "source";  // 来源
inline constexpr std::string_view kSpanStart = "span_start";  // 起点
inline constexpr std::string_view kSpanEnd = "span_end";  // 终点
inline constexpr std::string_view kSpans = "spans";  // 片段
inline constexpr std::string_view kRule = "rule";  // 规则
inline constexpr std::string_view kConfidence = "confidence";  // 置信度
inline constexpr std::string_view kAmbiguous = "ambiguous";  // 存疑
inline constexpr std::string_view kDerived = "derived";  // 推导
inline constexpr std::string_view kMethod = "method";  // 方法
inline constexpr std::string_view kCount = "count";  // 次数
inline constexpr std::string_view kKind = "kind";  // 类别
inline constexpr std::string_view kSubtype = "subtype";  // 子类
inline constexpr std::string_view kVerb = "verb";  // 动词
inline constexpr std::string_view kModality = "modality";  // 语气
inline constexpr std::string_view kDirection = "direction";  // 方向
inline constexpr std::string_view kStrength = "strength";  // 力度
inline constexpr std::string_view kObject = "object";  // 对象
inline constexpr std::string_view kValue = "value";  // 数值
inline constexpr std::string_view kValueMax = "value_max";  // 数值上限
inline constexpr std::string_view kUnit = "unit";  // 单位
inline constexpr std::string_view kBound = "bound";  // 界限
inline constexpr std::string_view kDeadline = "deadline";  // 期限
inline constexpr std::string_view kCondition = "condition";  // 条件
inline constexpr std::string_view kHasList = "has_list";  // 有清单
inline constexpr std::string_view kScrambled = "scrambled";  // 乱序
inline constexpr std::string_view kDuplicateOf = "duplicate_of";  // 重复于
inline constexpr std::string_view kClaimedSpans = "claimed_spans";  // 认定片段
inline constexpr std::string_view kDocNumber = "doc_number";  // 发文字号
inline constexpr std::string_view kDocType = "doc_type";  // 文种
inline constexpr std::string_view kIssuer = "issuer";  // 发文单位
inline constexpr std::string_view kDate = "date";  // 成文日期
inline constexpr std::string_view kDateMetadata = "date_metadata";  // 元数据日期
inline constexpr std::string_view kPublished = "published";  // 发布日期
inline constexpr std::string_view kIndexNumber = "index_number";  // 索引号
inline constexpr std::string_view kValidity = "validity";  // 有效性
inline constexpr std::string_view kGovcnTheme = "govcn_theme";  // 主题分类
inline constexpr std::string_view kAddressees = "addressees";  // 主送机关
inline constexpr std::string_view kDisclosure = "disclosure";  // 公开方式
inline constexpr std::string_view kFile = "file";  // 文件名
inline constexpr std::string_view kSha256 = "sha256";  // 校验和
inline constexpr std::string_view kEncoding = "encoding";  // 编码
inline constexpr std::string_view kInCorpus = "in_corpus";  // 已收录
inline constexpr std::string_view kNumber = "number";  // 文号
inline constexpr std::string_view kCode = "code";  // 代码
inline constexpr std::string_view kNameEn = "name_en";  // 英文名
inline constexpr std::string_view kShort = "short";  // 简称
inline constexpr std::string_view kAbbr = "abbr";  // 别称
inline constexpr std::string_view kFunctions = "functions";  // 职能
inline constexpr std::string_view kSurfaces = "surfaces";  // 异写
inline constexpr std::string_view kValidFrom = "valid_from";  // 始于
inline constexpr std::string_view kValidTo = "valid_to";  // 止于
}  // namespace key

struct SchemaName {
  std::string_view name;     // as stored, English
  std::string_view chinese;  // the alias
};

// All of them, in the order above: the order of `:schema` and of exports.
std::span<const SchemaName> schema_labels();
std::span<const SchemaName> schema_types();
std::span<const SchemaName> schema_keys();

// The stored name for an English or Chinese name, or an empty view when the schema has none.
// Cost: a hash look-up.
std::string_view canonical_label(std::string_view name);
std::string_view canonical_type(std::string_view name);
std::string_view canonical_key(std::string_view name);

// The Chinese alias of a stored name, or the name itself when it has none.
std::string_view chinese_label(std::string_view name);
std::string_view chinese_type(std::string_view name);
std::string_view chinese_key(std::string_view name);

}  // namespace zhengmai
