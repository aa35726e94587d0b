#!/usr/bin/env python3
"""A policy-shaped property graph as CSV, for measuring query engines: deterministic, no real text.

usage: graph_csv.py DOCUMENTS FOLDER [SEED]

Shape, a document: 25 to 55 measures, each with 1 to 10 agencies (skewed, mean 4.5) of the document's
province, one or two themes out of the eight the document leans on; 6 to 10 sections; citations of a
national document and of an earlier one. 34 jurisdictions x 60 functions = 2,040 agencies, 120 themes
in two levels, five of them never used.

Writes FOLDER/<Label>.csv and FOLDER/<TYPE>.csv with plain headers (ids are dense, from 0), the same
files with neo4j-admin headers in FOLDER/import/, and FOLDER/parameters.json for the queries.
"""
import bisect
import itertools
import json
import os
import pathlib
import random
import sys

PROVINCES = ("国家 北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 "
             "江西省 山东省 河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区 "
             "陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区 香港特别行政区 澳门特别行政区").split()
FUNCTIONS = ("商务 发展改革 财政 工业 科技 教育 公安 民政 司法 人社 自然资源 生态环境 住建 交通运输 水利 农业农村 文旅 卫健 "
             "退役军人 应急 审计 外事 国资 市场监管 广电 体育 统计 医保 信访 金融监管 税务 海关 邮政 通信 气象 地震 烟草 林草 "
             "粮食 能源 药监 知识产权 供销 档案 网信 数据 机关事务 乡村振兴 人防 消防 铁路 民航 电力 残联 工商联 科协 团委 妇联 "
             "侨联 红十字").split()
SUFFIXES = ("厅", "局", "委员会", "办公室")
ROOTS = "流通 电商 物流 农村 金融 创新 人才 监管 设施 绿色 开放 服务".split()
VERBS = "推进 支持 鼓励 完善 建立 规范 培育 开展 优化 落实".split()
OBJECTS = ("冷链物流 跨境电商 智慧商圈 社区便利店 农产品追溯 托盘循环 快递末端 电子发票 信用公示 无车承运 共同配送 老字号 "
           "批发市场 供应链 再生资源 移动支付 数据共享 标准试点 创业基地 乡镇商贸").split()
ENDINGS = "覆盖面 服务水平 配送效率 示范带动 安全底线 成本控制 协同机制 统计监测".split()
MODALITIES = "应当 鼓励 支持 禁止 可以".split()
CLAUSES = [f"{v}{o}建设，提升{e}" for v in VERBS for o in OBJECTS for e in ENDINGS]


def skewed(n, exponent):
    """Cumulative shares of n ranks that fall off as rank ** -exponent."""
    weights = list(itertools.accumulate((i + 1) ** -exponent for i in range(n)))
    return [w / weights[-1] for w in weights]


class Tables:
    """One CSV a label or type, in a plain and an import flavour that share their rows."""

    HEADERS = {
        "Province": ("id,name,level", "id:ID(Province){id-type: long},name,level"),
        "Agency": ("id,name,cls,cls_name,prov",
                   "id:ID(Agency){id-type: long},name,cls:long,cls_name,prov:long"),
        "Theme": ("id,name,level", "id:ID(Theme){id-type: long},name,level:long"),
        "Document": ("id,title,number,year,prov",
                     "id:ID(Document){id-type: long},title,number,year:long,prov:long"),
        "Section": ("id,title,no", "id:ID(Section){id-type: long},title,no:long"),
        "Measure": ("id,text,modality,section_no,ord",
                    "id:ID(Measure){id-type: long},text,modality,section_no:long,ord:long"),
        "PARENT": ("src,dst", ":START_ID(Theme),:END_ID(Theme)"),
        "ISSUED": ("src,dst", ":START_ID(Province),:END_ID(Document)"),
        "CONTAINS": ("src,dst", ":START_ID(Document),:END_ID(Measure)"),
        "HAS_SECTION": ("src,dst", ":START_ID(Document),:END_ID(Section)"),
        "ASSIGNED_TO": ("src,dst,role,ord", ":START_ID(Measure),:END_ID(Agency),role,ord:long"),
        "ABOUT": ("src,dst", ":START_ID(Measure),:END_ID(Theme)"),
        "CITES": ("src,dst", ":START_ID(Document),:END_ID(Document)"),
    }

    def __init__(self, folder):
        (folder / "import").mkdir(parents=True, exist_ok=True)
        self.files, self.rows = {}, dict.fromkeys(self.HEADERS, 0)
        for name, headers in self.HEADERS.items():
            paths = (folder / f"{name}.csv", folder / "import" / f"{name}.csv")
            self.files[name] = [open(p, "w", encoding="utf-8", buffering=1 << 20) for p in paths]
            for file, header in zip(self.files[name], headers):
                file.write(header + "\n")

    def add(self, table, *values):
        line = ",".join(map(str, values)) + "\n"
        for file in self.files[table]:
            file.write(line)
        self.rows[table] += 1

    def close(self):
        for pair in self.files.values():
            for file in pair:
                file.close()


def write_dimensions(out):
    for i, name in enumerate(PROVINCES):
        out.add("Province", i, name, "provincial" if i else "national")
    for p, province in enumerate(PROVINCES):
        for f, function in enumerate(FUNCTIONS):
            out.add("Agency", p * 60 + f, province + function + SUFFIXES[f % 4], f, function, p)
    for t in range(120):
        if t < 12:
            out.add("Theme", t, ROOTS[t], 0)
        else:
            out.add("Theme", t, f"{ROOTS[t % 12]}·{OBJECTS[t % 20]}{t}", 1)
            out.add("PARENT", t, t % 12)


def write_documents(out, count, dice):
    national = max(1, count * 6 // 100)
    function_share, theme_share = skewed(60, 0.9), skewed(115, 0.8)
    cited_share, province_share = skewed(national, 0.8), skewed(33, 0.3)
    list_length = [0.06, 0.20, 0.38, 0.55, 0.70, 0.82, 0.90, 0.95, 0.98, 1.0]
    themes = list(range(120))
    dice.shuffle(themes)
    draw = lambda shares: bisect.bisect_left(shares, dice.random())
    earlier = [[] for _ in PROVINCES]
    measure = section = 0
    for d in range(count):
        p = 0 if d < national else 1 + draw(province_share)
        year = dice.randrange(2010, 2025)
        verb, subject = dice.choice(VERBS), dice.choice(OBJECTS)
        out.add("Document", d, f"{PROVINCES[p]}关于{verb}{subject}的若干意见（{d}）",
                f"{PROVINCES[p][:2]}发〔{year}〕{d}号", year, p)
        out.add("ISSUED", p, d)
        sections = dice.randint(6, 10)
        for k in range(1, sections + 1):
            out.add("Section", section, f"{k}、{dice.choice(VERBS)}{dice.choice(OBJECTS)}", k)
            out.add("HAS_SECTION", d, section)
            section += 1
        cites = {draw(cited_share) for _ in range(1 + (dice.random() < 0.3))} if p else set()
        if p and earlier[p] and dice.random() < 0.7:
            cites.add(dice.choice(earlier[p]))
        if not p and d:
            cites.add(dice.randrange(d))
        earlier[p].append(d)
        for cited in sorted(cites):
            out.add("CITES", d, cited)
        leaning = [themes[draw(theme_share)] for _ in range(8)]
        for k in range(dice.randint(25, 55)):
            text = f"{dice.choice(CLAUSES)}；{dice.choice(CLAUSES)}。"
            out.add("Measure", measure, text, dice.choice(MODALITIES), k * sections // 56 + 1, k)
            out.add("CONTAINS", d, measure)
            agencies = []
            length = draw(list_length) + 1
            while len(agencies) < length:
                home = 0 if dice.random() < 0.01 else p
                agency = home * 60 + draw(function_share)
                if agency not in agencies:
                    agencies.append(agency)
            for order, agency in enumerate(agencies):
                out.add("ASSIGNED_TO", measure, agency, "support" if order else "lead", order)
            first = dice.choice(leaning)
            out.add("ABOUT", measure, first)
            second = themes[draw(theme_share)]
            if dice.random() < 0.5 and second != first:
                out.add("ABOUT", measure, second)
            measure += 1
    return national


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) == 4 else 42
    out = Tables(folder)
    write_dimensions(out)
    national = write_documents(out, count, random.Random(seed))
    out.close()
    name = lambda p, f: PROVINCES[p] + FUNCTIONS[f] + SUFFIXES[f % 4]
    parameters = dict(agency=name(13, 5), province=PROVINCES[13], national=min(10, national - 1),
                      root=ROOTS[1], needle="跨境电商", from_agency=name(13, 40), to_agency=name(29, 50))
    with open(folder / "parameters.json", "w", encoding="utf-8") as file:
        json.dump(dict(documents=count, seed=seed, rows=out.rows, parameters=parameters), file,
                  ensure_ascii=False, indent=1)
    print(f"{sum(out.rows.values()):,} rows in {folder}", file=sys.stderr)


if __name__ == "__main__":
    main()
