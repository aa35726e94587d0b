#include "answers.h"

#include <array>
#include <random>

namespace zhengmai::derive_test {
namespace {

constexpr int kMeasures = 20;
constexpr int kProvinces = 3;
constexpr int kSubjects = 12;  // measures of one document share some

using Words = std::vector<std::string>;

const std::array<Words, kSubjects> kThings = {{
    {"养老服务设施", "居家照护", "助餐服务", "护理人员", "老年人家庭", "日间照料中心", "康复器具"},
    {"农村公路", "客运班线", "危桥改造", "物流站点", "养护资金", "安全护栏", "乡镇车站"},
    {"小微企业贷款", "担保机构", "风险补偿资金", "信用信息", "贷款利率", "首贷服务", "银企对接"},
    {"职业学校", "实训基地", "双师型教师", "学徒培养", "产教合作项目", "技能证书", "招生计划"},
    {"污水处理厂", "排污口", "水质监测", "黑臭水体", "雨污管网", "河道清淤", "污泥处置"},
    {"政务服务事项", "办事窗口", "电子证照", "审批环节", "数据共享", "网上办理", "服务热线"},
    {"高标准农田", "良种繁育", "农机作业", "病虫害防治", "粮食仓储", "灌溉设施", "种粮补贴"},
    {"安全隐患", "危险化学品", "应急预案", "救援队伍", "风险监测", "企业责任", "消防设施"},
    {"旅游景区", "精品线路", "乡村民宿", "文化演出", "游客投诉", "智慧导览", "红色资源"},
    {"科研机构", "成果转化", "技术攻关项目", "实验设备", "创新平台", "科技人员", "中试基地"},
    {"冷链设施", "批发市场", "配送车辆", "电商平台", "农产品销售", "追溯体系", "包装标准"},
    {"基层医院", "家庭医生", "远程会诊", "药品供应", "医保支付", "慢性病管理", "医护人员"},
}};
const std::array<Words, 8> kVerbs = {{{"推进", "推动", "加快推进", "大力推进"},
                                      {"建设", "新建", "布局建设", "规划建设"},
                                      {"完善", "健全", "优化", "改进"},
                                      {"支持", "鼓励", "引导", "扶持"},
                                      {"加强", "强化", "加大", "进一步加强"},
                                      {"开展", "组织开展", "实施", "组织实施"},
                                      {"提高", "提升", "增强", "不断提高"},
                                      {"规范", "严格规范", "整顿", "规范和管理"}}};
const Words kTails = {"建设", "管理", "改革", "工作", "体系", "能力", "试点", "水平", "机制", "保障"};
const Words kCommon = {"切实增强群众获得感", "形成工作合力", "充分发挥市场作用", "坚持问题导向",
                       "落实各项支持政策", "加大宣传力度", "营造良好氛围", "确保取得实效"};
const Words kLocal = {"省级财政给予适当补助", "每个县至少建成一处", "纳入年度考核", "力争走在全国前列",
                      "结合各地实际制定细则", "优先安排革命老区"};

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  AnswerCase make() {
    AnswerCase made;
    DocumentSpec national{"doc:n", "国务院办公厅关于办好民生实事的意见", 100000, "", {}};
    std::vector<Draft> drafts;
    for (int i = 0; i < kMeasures; ++i) {
      drafts.push_back(draft());
      national.measures.push_back(finish(drafts.back(), "n", i + 1, 100000));
    }
    made.documents.push_back(national);
    for (int p = 0; p < kProvinces; ++p) answer(drafts, p, &made);
    return made;
  }

 private:
  struct Clause {
    size_t verb, thing, tail;
    size_t synonym = 0;
    std::string more;  // behind the comma
  };
  struct Draft {
    size_t subject;
    std::vector<Clause> clauses;
    std::set<int> classes;
    std::set<int> themes;
    std::vector<int> answers;  // national ordinals
    std::vector<Draft> more;   // merged into this one
    bool kept = false;
  };

  size_t below(size_t n) { return random_() % n; }
  bool chance(int percent) { return below(100) < size_t(percent); }
  const std::string& any(const Words& words) { return words[below(words.size())]; }

  Clause clause() {
    return {below(kVerbs.size()), below(7), below(kTails.size()), 0, chance(30) ? any(kCommon) : ""};
  }

  Draft draft() {
    Draft d;
    d.subject = below(kSubjects);
    for (size_t n = 3 + below(4); n > 0; --n) d.clauses.push_back(clause());
    d.classes.insert(int(d.subject));
    while (d.classes.size() < 3 + below(3)) d.classes.insert(int(below(25)));
    d.themes.insert(int(d.subject));
    if (chance(50)) d.themes.insert(int(kSubjects + below(15)));
    return d;
  }

  MeasureSpec finish(const Draft& d, const std::string& doc, int ordinal, int place) {
    MeasureSpec m;
    m.id = "measure:" + doc + "/" + std::to_string(ordinal);
    for (const Clause& c : d.clauses) {
      const Words& verbs = kVerbs[c.verb];
      m.text += verbs[c.synonym % verbs.size()] + kThings[d.subject][c.thing] + kTails[c.tail];
      m.text += c.more.empty() ? "。" : "，" + c.more + "。";
    }
    Draft all = d;
    for (const Draft& other : d.more) {
      m.text += finish(other, doc, ordinal, place).text;
      all.classes.insert(other.classes.begin(), other.classes.end());
      all.themes.insert(other.themes.begin(), other.themes.end());
    }
    for (const int k : all.classes) {
      m.agencies.push_back("agency:" + std::to_string(place) + "/c" + std::to_string(k));
    }
    for (const int t : all.themes) m.themes.push_back("theme:" + std::to_string(t));
    return m;
  }

  // Other verbs, a clause dropped, one of the province's own, agencies and themes changed.
  void adapt(Draft* d) {
    for (Clause& c : d->clauses) {
      if (chance(60)) c.synonym = below(4);
      if (chance(25)) c.tail = below(kTails.size());
      if (chance(25)) c.more = any(kLocal);
    }
    const size_t left = chance(30) ? 2 : d->clauses.size() - 1;  // little is left of some
    std::shuffle(d->clauses.begin(), d->clauses.end(), random_);
    if (d->clauses.size() > 2 && chance(60)) d->clauses.resize(std::max<size_t>(2, left));
    for (size_t n = below(4); n > 0; --n) d->clauses.push_back(clause());
    std::shuffle(d->clauses.begin(), d->clauses.end(), random_);
    if (chance(50)) d->classes.insert(int(below(25)));
    if (d->classes.size() > 2 && chance(50)) d->classes.erase(std::prev(d->classes.end()));
    if (chance(20)) d->themes.erase(d->themes.begin());
    if (chance(30)) d->themes.insert(int(kSubjects + below(15)));
  }

  void answer(const std::vector<Draft>& national, int province, AnswerCase* made) {
    std::vector<Draft> own;
    bool merged = false;
    for (int i = 0; i < kMeasures; ++i) {
      Draft d = national[i];
      d.answers = {i + 1};
      const size_t fate = below(100);
      if (fate < 20) continue;  // dropped
      if (fate < 45) {
        d.kept = true;
        if (chance(50)) d.clauses.back().more = any(kLocal);
        own.push_back(d);
      } else if (fate < 75 || d.clauses.size() < 4) {
        adapt(&d);
        own.push_back(d);
      } else if (fate < 87) {  // merged into the one before
        adapt(&d);
        if (own.empty() || merged) {
          own.push_back(d);
        } else {
          own.back().more.push_back(d);
          own.back().kept = false;
        }
        merged = !merged;
      } else {  // split
        Draft rest = d;
        const auto middle = d.clauses.size() / 2;
        rest.clauses.assign(d.clauses.begin() + long(middle), d.clauses.end());
        d.clauses.resize(middle);
        own.push_back(d);
        own.push_back(rest);
      }
    }
    for (size_t n = 2 + below(5); n > 0; --n) own.push_back(draft());  // added
    std::shuffle(own.begin(), own.end(), random_);
    const std::string doc = "p" + std::to_string(province);
    const int place = 310000 + province * 10000;
    DocumentSpec document{"doc:" + doc, "关于办好民生实事的实施意见", place, "doc:n", {}};
    for (size_t i = 0; i < own.size(); ++i) {
      document.measures.push_back(finish(own[i], doc, int(i) + 1, place));
      std::vector<int> answers = own[i].answers;
      for (const Draft& other : own[i].more) {
        answers.insert(answers.end(), other.answers.begin(), other.answers.end());
      }
      for (const int n : answers) {
        const std::string pair =
            document.measures.back().id + " measure:n/" + std::to_string(n);
        made->derived.insert(pair);
        if (own[i].kept) made->kept.insert(pair);
      }
    }
    made->documents.push_back(document);
  }

  std::mt19937 random_;
};

}  // namespace

AnswerCase make_answers(unsigned seed) {
  return Maker(seed).make();
}

}  // namespace zhengmai::derive_test
