#include "generator.h"

#include <algorithm>
#include <iterator>

#include "graph/model/unicode.h"

namespace zhengmai::generated {
namespace {

struct Agency {
  const char* id;
  const char32_t* national;
  const char32_t* provincial;  // without 省
};

constexpr Agency kAgencies[] = {
    {"commerce", U"商务部", U"商务厅"},
    {"development_reform", U"国家发展改革委", U"发展改革委"},
    {"finance", U"财政部", U"财政厅"},
    {"transport", U"交通运输部", U"交通运输厅"},
    {"science_tech", U"科技部", U"科技厅"},
    {"agriculture_rural", U"农业农村部", U"农业农村厅"},
    {"education", U"教育部", U"教育厅"},
    {"culture_tourism", U"文化和旅游部", U"文化和旅游厅"},
    {"industry_it", U"工业和信息化部", U"工业和信息化厅"},
    {"human_resources", U"人力资源社会保障部", U"人力资源社会保障厅"},
    {"housing_construction", U"住房城乡建设部", U"住房城乡建设厅"},
    {"ecology_environment", U"生态环境部", U"生态环境厅"},
    {"natural_resources", U"自然资源部", U"自然资源厅"},
    {"civil_affairs", U"民政部", U"民政厅"},
    {"emergency", U"应急管理部", U"应急管理厅"},
    {"statistics", U"国家统计局", U"统计局"},
    {"energy", U"国家能源局", U"能源局"},
    {"market_regulation", U"市场监管总局", U"市场监管局"}};

struct Province {
  const char* code;
  const char32_t* name;
};
constexpr Province kProvinces[] = {{"340000", U"安徽省"}, {"430000", U"湖南省"}, {"410000", U"河南省"},
                                   {"610000", U"陕西省"}, {"510000", U"四川省"}, {"370000", U"山东省"}};

struct Vertical {
  const char32_t* customs;
  const char32_t* bank;
};
constexpr Vertical kVerticals[] = {{U"合肥海关", U"人行合肥中心支行"}, {U"长沙海关", U"人行长沙中心支行"},
                                   {U"郑州海关", U"人行郑州中心支行"}, {U"西安海关", U"人行西安分行"},
                                   {U"成都海关", U"人行成都分行"}, {U"济南海关", U"人行济南分行"}};

// Brackets and bodies that assign nothing.
constexpr const char32_t* kDecoys[] = {
    U"推进物流枢纽（园区）和快件箱（含智能柜）建设。", U"落实《关于加快冷链发展的意见》（国办发〔2021〕46号）要求。",
    U"支持省邮政公司、省供销集团建设乡镇网点。", U"企业可直接向省商务厅申报，每年3月底前（含当日，下同）办结。",
    U"推广线上线下融合（O2O）模式。", U"财政部、税务总局公布的优惠目录按规定执行。",
    U"各县（市、区）建成一个以上示范街区。"};

constexpr const char32_t* kVerbs[] = {U"加快建设", U"大力发展", U"积极推广", U"支持开展", U"鼓励探索",
                                      U"规范管理", U"完善提升", U"统筹布局", U"推动普及"};
constexpr const char32_t* kObjects[] = {
    U"社区养老服务网点", U"冷链仓储设施", U"绿色包装回收体系", U"乡村道路养护工程", U"数字化改造项目",
    U"技能培训课程", U"直播电商基地", U"老旧小区便民驿站", U"公共充电设施", U"特色农产品品牌",
    U"夜间经济集聚区", U"共享物流托盘", U"职业教育实训平台", U"节水灌溉示范工程"};
constexpr const char32_t* kManners[] = {U"以企业为主体", U"坚持试点先行", U"突出需求导向", U"按照先易后难的原则",
                                        U"结合各地实际", U"依托现有资源", U"通过以奖代补等方式"};
constexpr const char32_t* kResults[] = {U"提高服务质量和效率", U"降低企业经营成本", U"方便群众日常生活",
                                        U"形成可复制的经验", U"扩大有效供给", U"增强发展后劲",
                                        U"到2025年基本覆盖主要乡镇", U"每年培育10个以上示范点"};
constexpr const char32_t* kSubjects[] = {U"现代流通", U"养老托育", U"绿色消费", U"乡村产业", U"数字生活",
                                         U"家政服务", U"会展经济"};
constexpr const char32_t* kNumerals[] = {U"一", U"二", U"三", U"四", U"五", U"六", U"七", U"八", U"九"};

template <typename T, size_t N>
const T& pick(const T (&items)[N], std::mt19937& random) {
  return items[random() % N];
}

class Writer {
 public:
  Writer(Dialect dialect, std::mt19937& random)
      : random_(random), province_(pick(kProvinces, random)), subject_(pick(kSubjects, random)) {
    document_.dialect = dialect;
  }

  Document write() {
    head();
    const size_t sections = 3 + random_() % 3;
    for (size_t s = 0; s < sections; ++s) section(s);
    say(U"\n各地区、各部门要加强组织领导，细化工作措施，确保各项任务落到实处。\n");
    tail();
    return std::move(document_);
  }

 private:
  bool national() const { return document_.dialect == Dialect::kNational; }
  void say(std::u32string_view piece) { document_.add(piece); }
  void frame(std::u32string_view piece) { document_.add(piece, -1, false); }

  std::u32string issuer() const {
    return national() ? U"国务院办公厅" : std::u32string(province_.name) + U"人民政府办公厅";
  }

  void head() {
    frame(issuer() + U"关于加快" + subject_ + U"高质量发展的实施意见\n");
    frame(national() ? U"各省、自治区、直辖市人民政府，国务院各部委、各直属机构：\n"
                     : U"各市、县人民政府，省政府各部门、各直属机构：\n");
    say(std::u32string(U"为加快") + subject_ + U"发展，更好满足人民群众需要，结合实际，提出如下意见。\n");
  }

  void tail() {
    frame(issuer() + U"\n2021年" + kNumbers[random_() % 12] + U"月18日\n（此件公开发布）\n");
  }
  static constexpr const char32_t* kNumbers[] = {U"1", U"2", U"3", U"4", U"5", U"6",
                                                 U"7", U"8", U"9", U"10", U"11", U"12"};

  std::u32string sentence() {
    std::u32string out = pick(kManners, random_);
    out += U"，";
    const size_t parts = 1 + random_() % 3;
    for (size_t i = 0; i < parts; ++i) {
      out += std::u32string(pick(kVerbs, random_)) + pick(kObjects, random_) + U"，";
    }
    return out + pick(kResults, random_) + U"。";
  }

  std::u32string body() {
    std::u32string out = sentence();
    for (size_t i = random_() % 3; i > 0; --i) out += sentence();
    return out;
  }

  // Bodies of one list, no body twice.
  std::vector<const Agency*> choose(size_t n) {
    std::vector<const Agency*> all;
    for (const Agency& agency : kAgencies) all.push_back(&agency);
    std::shuffle(all.begin(), all.end(), random_);
    all.resize(n);
    return all;
  }

  void mention(std::u32string_view surface, std::string_view id, std::string_view role) {
    document_.mentions.push_back({std::string(id), measure_, std::string(role),
                                  national() ? "100000" : province_.code});
    document_.add(surface, int(document_.mentions.size()) - 1);
  }

  void agency(const Agency& a, bool prefix, std::string_view role = "unspecified") {
    mention(national() ? std::u32string(a.national)
                       : (prefix ? U"省" : U"") + std::u32string(a.provincial),
            a.id, role);
  }

  void agencies(const std::vector<const Agency*>& list, bool each, std::string_view role,
                bool first_leads = false) {
    for (size_t i = 0; i < list.size(); ++i) {
      if (i > 0) say(U"、");
      agency(*list[i], each || i == 0, first_leads && i == 0 ? "lead" : role);
    }
  }

  using Agencies = std::vector<const Agency*>;

  // Agencies between brackets, with what follows them.
  void bracket(std::u32string_view open, const Agencies& list, bool each,
               std::u32string_view close, std::string_view role = "unspecified") {
    say(open);
    agencies(list, each, role);
    say(close);
  }

  void with_collective(std::u32string_view open, const Agencies& list, bool each,
                       std::u32string_view collective, std::u32string_view close) {
    bracket(open, list, each, U"，");
    mention(collective, "", "unspecified");
    say(close);
  }

  void lead_list(const Agencies& some, const Agency& leader) {
    switch (document_.dialect) {
      case Dialect::kLeadSupport:
        say(U"（");
        agency(leader, true, "lead");
        return bracket(U"牵头，", some, true, U"配合）", "support");
      case Dialect::kLines:
        say(U"\n牵头部门：");
        agency(leader, true, "lead");
        return bracket(U"\n参与部门：", some, true, U"\n完成时限：2022年6月底前", "support");
      default:  // kDeadline; beside a lead, the others support
        say(std::u32string(U"（") + pick(kNumbers, random_) + U"月底前完成，牵头单位：");
        agency(leader, true, "lead");
        return bracket(U"；责任单位：", some, true, U"）", "support");
    }
  }

  void vertical_list(const Agencies& some) {
    const Vertical& vertical = kVerticals[&province_ - kProvinces];
    bracket(U"（", some, false, U"，");
    mention(vertical.customs, "", "unspecified");
    say(U"、");
    mention(vertical.bank, "", "unspecified");
    say(U"，");
    mention(U"省供销社", "", "unspecified");
    say(U"）");
  }

  void unlisted_list(const Agencies& some) {
    say(U"（");
    mention(U"省数字乡村发展中心", "", "unspecified");
    bracket(U"、", some, true, U"、");
    mention(U"省低空经济发展办公室", "", "unspecified");
    say(U"）");
  }

  void list() {
    const size_t n = 2 + random_() % 4;
    const Agencies all = choose(n + 2);
    const Agencies some(all.begin(), all.begin() + long(n));
    switch (document_.dialect) {
      case Dialect::kNational:
        return with_collective(U"（", some, true, U"地方各级人民政府", U"）");
      case Dialect::kPrefixOnce:
        return with_collective(U"（", some, false, U"各市、县人民政府", U"）");
      case Dialect::kPrefixEach: return bracket(U"（", some, true, U"）");
      case Dialect::kLabel: return bracket(U"（责任单位：", some, true, U"）");
      case Dialect::kByDuty: return bracket(U"（", some, true, U"按职责分工负责）");
      case Dialect::kSubItems: return bracket(U"（", some, true, U"负责）");
      case Dialect::kDecoys: return bracket(U"（", some, false, U"）");
      case Dialect::kSpaced:
        say(U"（牵头单位：");
        agency(*all[n], true, "lead");
        return bracket(U"  配合单位：", some, true, U"）", "support");
      case Dialect::kFirstLeads:
        say(U"(");
        agencies(some, false, "support", true);
        return say(measure_ == 0 ? U"。列在首位的为牵头单位,下同)" : U")");
      case Dialect::kOwnLine:
        return with_collective(U"\n责任单位：", some, false, U"各设区市人民政府", U"");
      case Dialect::kGlued:
        return with_collective(U"责任单位：", some, false, U"各设区市人民政府", U"");
      case Dialect::kVertical: return vertical_list(some);
      case Dialect::kUnlisted: return unlisted_list(some);
      case Dialect::kLeadSupport:
      case Dialect::kLines:
      case Dialect::kDeadline: return lead_list(some, *all[n]);
    }
  }

  void section(size_t number) {
    const std::u32string title = std::u32string(pick(kVerbs, random_)) + pick(kObjects, random_);
    const bool several = document_.dialect == Dialect::kNational ||
                         document_.dialect == Dialect::kGlued ||
                         document_.dialect == Dialect::kOwnLine;
    say(std::u32string(kNumerals[number]) + U"、" + title + (several ? U"。" : U"\n"));
    const size_t measures = 1 + random_() % 3;
    for (size_t m = 0; m < measures; ++m) {
      if (document_.dialect == Dialect::kSubItems) {
        say(std::u32string(kNumbers[m]) + U".");
      } else if (!several) {
        say(std::u32string(U"（") + kNumerals[item_++ % 9] + U"）" + pick(kVerbs, random_) +
            pick(kObjects, random_) + U"。");
      }
      say(body());
      if (document_.dialect == Dialect::kDecoys) say(pick(kDecoys, random_));
      list();
      ++measure_;
      const bool glued = document_.dialect == Dialect::kGlued;
      const bool same_paragraph = m + 1 < measures && (document_.dialect == Dialect::kNational ||
                                                       document_.dialect == Dialect::kSubItems);
      if (!same_paragraph && !(glued && m + 1 < measures)) say(U"\n");
    }
  }

  std::mt19937& random_;
  const Province& province_;
  std::u32string subject_;
  Document document_;
  int measure_ = 0;
  size_t item_ = 0;
};

}  // namespace

std::string_view name_of(Dialect dialect) {
  static constexpr std::string_view kNames[kDialects] = {
      "national", "prefix once", "prefix each", "label", "lead and support",
      "by duty",  "first leads", "lines",       "own line", "glued",
      "deadline", "vertical",    "unlisted",    "sub-items", "decoys",
      "spaced"};
  return kNames[int(dialect)];
}

void Document::add(std::u32string_view piece, int mention_id, bool in_body) {
  text += piece;
  mention.resize(text.size(), mention_id);
  body.resize(text.size(), in_body);
}

Document make_document(Dialect dialect, std::mt19937& random) {
  return Writer(dialect, random).write();
}

}  // namespace zhengmai::generated
