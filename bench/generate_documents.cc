// generate_documents COUNT FOLDER [SEED]     COUNT files in FOLDER/000/000000.txt …
// generate_documents COUNT - [SEED]          JSON Lines {"id":…,"text":…} on standard output
//
// Policy documents in the project's own words, for measuring the whole pipeline at 10 k, 100 k and
// 1 M: six dialects of assigning work, real names of provinces and agencies, invented measures. A
// document depends on the seed and its number only. About 4 KB of UTF-8 and 12 lists each.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Words = std::vector<std::string_view>;

const Words kProvinces = {"河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省", "安徽省", "福建省",
                          "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省",
                          "云南省", "陕西省", "甘肃省", "青海省"};
const Words kProvincial = {"商务厅", "发展改革委", "财政厅", "工业和信息化厅", "科技厅", "教育厅", "公安厅",
                           "交通运输厅", "农业农村厅", "文化和旅游厅", "人力资源社会保障厅", "自然资源厅",
                           "生态环境厅", "住房城乡建设厅", "市场监管局", "统计局", "邮政管理局", "通信管理局"};
const Words kNational = {"商务部", "国家发展改革委", "财政部", "工业和信息化部", "科技部", "教育部", "公安部",
                         "交通运输部", "农业农村部", "文化和旅游部", "人力资源社会保障部", "自然资源部",
                         "生态环境部", "住房城乡建设部", "市场监管总局", "国家统计局", "国家邮政局", "人民银行"};
const Words kVerbs = {"加快推进", "大力发展", "支持建设", "鼓励企业开展", "引导社会资本投入", "完善", "建立健全",
                      "规范", "组织实施", "培育壮大", "统筹布局", "优化提升"};
const Words kSubjects = {"农产品冷链物流", "社区便民服务网点", "跨境电子商务综合服务", "再生资源回收网络",
                         "老字号品牌保护", "物流标准化试点", "重要产品追溯体系", "商务信用公示制度",
                         "城市共同配送", "农村电子商务服务站", "智慧商圈", "托盘循环共用", "快递末端设施",
                         "无车承运人试点", "供应链协同平台", "绿色商场创建", "电子商务人才培养",
                         "流通领域统计监测"};
const Words kMeans = {"依托现有商业设施", "运用物联网技术", "通过政府购买服务", "结合本地产业特色", "发挥行业协会作用",
                      "依托公共信息平台", "按照统一标准", "以市场需求为导向"};
const Words kEffects = {"降低企业经营成本", "提高流通效率", "方便居民消费", "带动就业创业", "形成可推广的经验",
                        "补齐基础设施短板", "保障市场供应", "促进产销衔接"};
const std::array<const char*, 12> kNumbers = {"一", "二", "三", "四", "五", "六",
                                              "七", "八", "九", "十", "十一", "十二"};

// splitmix64: one state a document, so documents can be made in any order.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  size_t below(size_t n) {
    uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return size_t((z ^ z >> 31) % n);
  }
  std::string_view pick(const Words& words) { return words[below(words.size())]; }

 private:
  uint64_t state_;
};

enum class Dialect { kNational, kBracket, kLabel, kRunOn, kLead, kLines };

class Document {
 public:
  Document(uint64_t seed, uint64_t number)
      : dice_(seed * 0x9E3779B97F4A7C15 + number),
        number_(number),
        dialect_(Dialect(dice_.below(6))),
        province_(dialect_ == Dialect::kNational ? std::string_view("") : dice_.pick(kProvinces)),
        year_(2013 + int(dice_.below(12))) {}

  std::string write() {
    head();
    const size_t sections = 5 + dice_.below(6);
    for (size_t s = 0; s < sections; ++s) section(s);
    out_ += "各地区、各部门要结合实际抓好落实，重要情况及时报告。\n" + issuer() + "\n";
    out_ += std::to_string(year_) + "年" + std::to_string(1 + dice_.below(12)) + "月" +
            std::to_string(1 + dice_.below(28)) + "日\n（此件公开发布）\n";
    return std::move(out_);
  }

 private:
  std::string issuer() const {
    return province_.empty() ? "国务院办公厅" : std::string(province_) + "人民政府办公厅";
  }

  void head() {
    const std::string subject(dice_.pick(kSubjects));
    out_ += issuer() + "关于" + std::string(dice_.pick(kVerbs)) + subject + "的意见\n";
    const std::string code =
        province_.empty() ? "国办发" : std::string(province_.substr(0, 3)) + "政办发";
    out_ += code + "〔" + std::to_string(year_) + "〕" + std::to_string(number_) + "号\n\n";
    out_ += province_.empty() ? "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：\n"
                              : "各市、县（市、区）人民政府，省政府各部门、各直属机构：\n";
    out_ += "为进一步做好" + subject + "工作，现提出以下意见。\n";
  }

  std::string sentence() {
    std::string text(dice_.pick(kMeans));
    text += "，";
    text += dice_.pick(kVerbs);
    text += dice_.pick(kSubjects);
    text += "，";
    text += dice_.pick(kEffects);
    return text + "。";
  }

  // Distinct agencies in a random order; the prefix is written once, as documents do.
  std::string agencies(size_t count, bool prefix) {
    const Words& all = province_.empty() ? kNational : kProvincial;
    size_t at = dice_.below(all.size());
    std::string text;
    for (size_t i = 0; i < count; ++i, at = (at + 5) % all.size()) {
      if (i > 0) text += "、";
      if (prefix && i == 0 && !province_.empty()) text += "省";
      text += all[at];
    }
    return text;
  }

  void list() {
    const size_t count = 2 + dice_.below(7);
    const std::string cities = "各设区市人民政府";
    switch (dialect_) {
      case Dialect::kNational: out_ += "（" + agencies(count, true) + "，地方各级人民政府）"; return;
      case Dialect::kBracket: out_ += "（" + agencies(count, true) + "，" + cities + "）\n"; return;
      case Dialect::kLabel: out_ += "（责任单位：" + agencies(count, true) + "）\n"; return;
      case Dialect::kRunOn: out_ += "责任单位：" + agencies(count, true) + "，" + cities; return;
      case Dialect::kLead:
        out_ += "（" + agencies(1, true) + "牵头，" + agencies(count, true) + "按职责分工负责）\n";
        return;
      case Dialect::kLines:
        out_ += "\n牵头单位：" + agencies(1, true) + "\n配合单位：" + agencies(count, true) +
                "\n完成时限：" + std::to_string(year_ + 1) + "年12月底前\n";
        return;
    }
  }

  void section(size_t index) {
    out_ += "\n";
    out_ += kNumbers[index];
    out_ += "、";
    out_ += dice_.pick(kVerbs);
    out_ += dice_.pick(kSubjects);
    out_ += "。";
    const size_t measures = 1 + dice_.below(3);
    for (size_t m = 0; m < measures; ++m) {
      for (size_t n = 1 + dice_.below(4); n > 0; --n) out_ += sentence();
      list();
    }
    out_ += "\n";
  }

  Dice dice_;
  uint64_t number_;
  Dialect dialect_;
  std::string_view province_;
  int year_;
  std::string out_;
};

void write_json_line(uint64_t number, const std::string& text) {
  std::string line = "{\"id\":\"generated/" + std::to_string(number) + "\",\"text\":\"";
  for (const char c : text) {
    if (c == '\n') {
      line += "\\n";
    } else {
      line += c;
    }
  }
  std::cout << line << "\"}\n";
}

void write_file(const std::filesystem::path& folder, uint64_t number, const std::string& text) {
  char name[32];
  std::snprintf(name, sizeof name, "%03u/%06llu.txt", unsigned(number / 1000),
                static_cast<unsigned long long>(number));
  const std::filesystem::path path = folder / name;
  if (number % 1000 == 0) std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 4) {
    std::fputs("usage: generate_documents COUNT FOLDER|- [SEED]\n", stderr);
    return 64;
  }
  const uint64_t count = std::strtoull(argv[1], nullptr, 10);
  const uint64_t seed = argc == 4 ? std::strtoull(argv[3], nullptr, 10) : 42;
  for (uint64_t number = 0; number < count; ++number) {
    const std::string text = Document(seed, number).write();
    if (std::string_view(argv[2]) == "-") {
      write_json_line(number, text);
    } else {
      write_file(argv[2], number, text);
    }
  }
  return std::cout.good() ? 0 : 74;
}
