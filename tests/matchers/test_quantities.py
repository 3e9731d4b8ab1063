"""Quantities: every amount in a sentence, its value and bounds, and what it counts."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import lexicon, sentences
from pipeline.matchers.quantities import Matcher
from pipeline.schema import Article, Quantity
from pipeline.syntax import Parse, Word

PUBLISHED = "2024-06-19"

FOUND = [
    # What is counted, whichever way the text says it: "text | number | modifier | unit | item"
    ("海軍は新旧合わせて計52発の魚雷を発射した。", ["計52発|52|exact|発|魚雷"]),
    ("国境に戦車1000両が並ぶ。", ["1000両|1000|exact|両|戦車"]),
    ("牧場は乳牛30頭を買い入れた。", ["30頭|30|exact|頭|乳牛"]),
    ("砲弾数百万発を購入する。", ["数百万発|2000000..9000000|several|発|砲弾"]),
    ("水道局員ら約100人が復旧に当たった。", ["約100人|100|approx|人|水道局員"]),
    ("女性や子ども十一人が救助された。", ["十一人|11|exact|人|女性や子ども"]),
    ("死者は12人に上った。", ["12人|12|exact|人|死者"]),
    ("同社は社員を2万人減らす。", ["2万人|20000|exact|人|社員"]),
    ("発電能力の約50%が失われた。", ["約50%|50|approx|%|発電能力"]),
    ("投票率は六三・五％だった。", ["六三・五％|63.5|exact|％|投票率"]),
    ("島では約3万の労働者が働く。", ["約3万|30000|approx||労働者"]),
    ("兵士30人のうち5人が帰還した。", ["30人|30|exact|人|兵士", "5人|5|exact|人|兵士"]),
    ("トラック22台が着いた。うち4台は空だった。", ["22台|22|exact|台|トラック", "4台|4|exact|台|トラック"]),
    (
        "今年はミサイル40発を撃った。昨年の25発を上回る。",
        ["40発|40|exact|発|ミサイル", "25発|25|exact|発|ミサイル"],
    ),
    ("政府は日本に5機、韓国に3機の戦闘機を置く。", ["5機|5|exact|機|戦闘機", "3機|3|exact|機|戦闘機"]),
    (
        "被害額は七百万ドル（約十億円）に達した。",
        ["七百万ドル|7000000|exact|ドル|被害額", "約十億円|1000000000|approx|円|被害額"],
    ),
    ("市は防災対策に5億円を充てる。", ["5億円|500000000|exact|円|防災対策"]),
    ("倉庫の小麦8トンの2割が燃えた。", ["8トン|8|exact|トン|小麦", "2割|2|exact|割|小麦"]),
    ("与党は3分の2を超える81議席を得た。", ["3分の2|2/3..|more_than||議席", "81議席|81|exact|議席|議席"]),
    ("南部の4州で投票があった。", ["4州|4|exact|州|州"]),
    ("参加国は15カ国に増えた。", ["15カ国|15|exact|カ国|参加国"]),
    ("漁師の男性（５８）は「波が高かった」と話した。", ["５８|58|exact||男性"]),
    ("佐藤一郎容疑者（42）を逮捕した。", ["42|42|exact||佐藤一郎"]),
    ("登山客（10人）が下山した。", ["10人|10|exact|人|登山客"]),
    ("会談は5回を数えた。", ["5回|5|exact|回|会談"]),
    ("店は152ミリ砲弾を展示した。", ["152ミリ|152|exact|ミリ|砲弾"]),
    ("乗組員8人中6人が救助された。", ["8人|8|exact|人|乗組員", "6人|6|exact|人|乗組員"]),
    ("夫（40）と妻（38）の2人が見つけた。", ["40|40|exact||夫", "38|38|exact||妻", "2人|2|exact|人|夫（40）と妻"]),
    ("売上高は3%減の500億円だった。", ["3%|3|exact|%|売上高", "500億円|50000000000|exact|円|売上高"]),
    ("政府は35兆円規模の経済対策を決めた。", ["35兆円|35000000000000|exact|円|経済対策"]),
    ("出生率は0.72だった。", ["0.72|0.72|exact||出生率"]),
    ("上げ幅は札幌が4円、仙台が5円だった。", ["4円|4|exact|円|上げ幅", "5円|5|exact|円|上げ幅"]),
    ("市は幅30メートルの水門を設ける。", ["30メートル|30|exact|メートル|水門"]),
    ("市は家計に3億円の補助金を配る。", ["3億円|300000000|exact|円|補助金"]),
    ("工場は弁当など23品目を作る。", ["23品目|23|exact|品目|弁当"]),
    ("不審な火事が3件起きた。", ["3件|3|exact|件|火事"]),
    ("職員1700人を処分した。残りの1500人は訓告とした。", ["1700人|1700|exact|人|職員", "1500人|1500|exact|人|職員"]),
    ("同庁職員全体の約1割が対象だ。", ["約1割|1|approx|割|同庁職員"]),
    ("各地で気温が上がり、前橋市で38.5℃を観測した。", ["38.5℃|38.5|exact|℃|気温"]),
    ("詩人の佐藤一郎さんが死去した。97歳だった。", ["97歳|97|exact|歳|佐藤一郎"]),
    ("車掌（26）は「揺れが強かった」と話した。", ["26|26|exact||車掌"]),
    ("ガソリンの平均価格は140円/Lだった。", ["140円/L|140|exact|円/L|ガソリンの平均価格"]),
    ("粒子は1000分の1ミリだった。", ["1000分の1ミリ|0.001|exact|ミリ|粒子"]),
    ("投票率は58%で、前回を3ポイント上回った。", ["58%|58|exact|%|投票率", "3ポイント|3|exact|ポイント|投票率"]),
    ("会社は2店を閉める。", ["2店|2|exact|店|店"]),
    ("1ドル=150円台で取引された。", ["1ドル|1|exact|ドル|", "150円台|150..150.99|exact|円|"]),
    # What is not told stays empty
    ("残る3人の行方は分からない。", ["3人|3|exact|人|"]),
    ("爆発で122人が死亡した。", ["122人|122|exact|人|"]),
    ("昨年は8300人が移った。", ["8300人|8300|exact|人|"]),
    # Modifiers and bounds
    ("来場者は3万人を超えた。", ["3万人|30000..|more_than|人|来場者"]),
    ("出席者は20人に満たなかった。", ["20人|..20|less_than|人|出席者"]),
    ("回答した企業は２５％に届かなかった。", ["２５％|..25|less_than|％|企業"]),
    ("参加者は100人未満だった。", ["100人未満|..100|less_than|人|参加者"]),
    ("少なくとも8人がけがをした。", ["少なくとも8人|8..|at_least|人|"]),
    ("会場は最大5000人を収容する。", ["最大5000人|..5000|at_most|人|"]),
    ("利用者は300人近くに達した。", ["300人近く|300|nearly|人|利用者"]),
    ("図書館は2万冊余りの絵本を持つ。", ["2万冊余り|20000..|more_than|冊|絵本"]),
    ("寄付は約10万円以上に上った。", ["約10万円以上|100000..|at_least|円|寄付"]),
    # Ranges and alternatives
    ("2万から5万の労働者が要る。", ["2万から5万|20000..50000|exact||労働者"]),
    ("死者は27～43人とみられる。", ["27～43人|27..43|exact|人|死者"]),
    ("農家2、3人が集まった。", ["2、3人|2..3|exact|人|農家"]),
    ("費用は2～3億円になる。", ["2～3億円|200000000..300000000|exact|円|費用"]),
    ("定員は40人から30人に減った。", ["40人|40|exact|人|定員", "30人|30|exact|人|定員"]),
    ("株価は8400ウォン台で推移した。", ["8400ウォン台|8400..8499|exact|ウォン|株価"]),
    ("50～60代の女性が多い。", ["50～60代|50..69|exact|代|女性"]),
    # Ways of writing
    ("マイナス3%の成長だった。", ["マイナス3%|-3|exact|%|成長"]),
    ("朝の気温は氷点下8度まで下がった。", ["氷点下8度|-8|exact|度|気温"]),
    ("終値は1万2000円50銭だった。", ["1万2000円50銭|12000.5|exact|円|終値"]),
    ("打率は3割2分5厘だった。", ["3割2分5厘|3.25|exact|割|打率"]),
    ("沖合でマグニチュード7.3の地震があった。", ["マグニチュード7.3|7.3|exact|マグニチュード|地震"]),
    ("県内で震度6弱を観測した。", ["震度6弱|6|exact|震度|"]),
    ("面積は26万6,000平方キロだ。", ["26万6,000平方キロ|266000|exact|平方キロ|面積"]),
    ("住民の半数が避難した。", ["半数|0.5|exact||住民"]),
    ("志願者は定員の2.5倍に増えた。", ["2.5倍|2.5|exact|倍|志願者"]),
    ("酒を1本半飲んだ。", ["1本半|1.5|exact|本|酒"]),
    # Earnings, prices, polls
    (
        "決算は、売上高が前年同期に比べ12.5%増の1820億円、純利益は8%減の95億円だった。",
        [
            "12.5%|12.5|exact|%|売上高",
            "1820億円|182000000000|exact|円|売上高",
            "8%|8|exact|%|純利益",
            "95億円|9500000000|exact|円|純利益",
        ],
    ),
    ("年間配当は12円増の80円とする。", ["12円|12|exact|円|年間配当", "80円|80|exact|円|年間配当"]),
    (
        "同社株は40円（2%）高の2000円で終えた。",
        ["40円|40|exact|円|同社株", "2%|2|exact|%|同社株", "2000円|2000|exact|円|同社株"],
    ),
    ("商社は鉱山の権益の51%を30億円で取得した。", ["51%|51|exact|%|権益", "30億円|3000000000|exact|円|権益"]),
    ("防衛費は7兆円を計上した。", ["7兆円|7000000000000|exact|円|防衛費"]),
    ("入場料は大人1500円、子ども800円。", ["1500円|1500|exact|円|入場料", "800円|800|exact|円|入場料"]),
    ("卸売価格は平年の2倍に上昇した。", ["2倍|2|exact|倍|卸売価格"]),
    ("議案は賛成320、反対145で可決された。", ["320|320|exact||賛成", "145|145|exact||反対"]),
    ("専門家4人に聞いたところ、3人が反対した。", ["4人|4|exact|人|専門家", "3人|3|exact|人|専門家"]),
    # Ages in clauses, lifespans
    ("彼は78歳で亡くなった祖父の一郎さんを思う。", ["78歳|78|exact|歳|一郎"]),
    (
        "平均寿命は男性が81歳、女性が87歳だった。",
        ["81歳|81|exact|歳|平均寿命", "87歳|87|exact|歳|平均寿命"],
    ),
    (
        "船員6人のうち4人が60歳を超えている。",
        ["6人|6|exact|人|船員", "4人|4|exact|人|船員", "60歳|60..|more_than|歳|船員"],
    ),
    # Sides, extents, runs
    ("縦2メートル、横9メートルの絵が並ぶ。", ["2メートル|2|exact|メートル|絵", "9メートル|9|exact|メートル|絵"]),
    ("斜面が幅50メートルにわたって崩れた。", ["50メートル|50|exact|メートル|斜面"]),
    ("土砂の厚さが2メートルに及ぶ。", ["2メートル|2|exact|メートル|厚さ"]),
    ("投手は4試合連続で完投した。", ["4試合|4|exact|試合|完投"]),
    ("沖で補給艦とみられる2隻を見つけた。", ["2隻|2|exact|隻|補給艦"]),
    ("住宅の全半壊は19棟に上った。", ["19棟|19|exact|棟|住宅"]),
    ("遺体が3体見つかり、2体は女性だった。", ["3体|3|exact|体|遺体", "2体|2|exact|体|遺体"]),
    ("工場の投資額は多額で、年に10万台を見込む。", ["10万台|100000|exact|台|"]),
    # Carried from before
    ("客14人がけがをした。負傷した14人は病院に運ばれた。", ["14人|14|exact|人|客", "14人|14|exact|人|客"]),
    ("男3人を逮捕した。3人は容疑を認めている。", ["3人|3|exact|人|男", "3人|3|exact|人|男"]),
    ("船員6人が海に落ちた。警察は6人から話を聞いた。", ["6人|6|exact|人|船員", "6人|6|exact|人|船員"]),
    ("窓4枚が割れた。1枚は開いていた。", ["4枚|4|exact|枚|窓", "1枚|1|exact|枚|窓"]),
    ("乗組員1人が死亡し、もう1人がけがをした。", ["1人|1|exact|人|乗組員", "1人|1|exact|人|乗組員"]),
    ("党は候補58人を立て、前回の34人を上回った。", ["58人|58|exact|人|候補", "34人|34|exact|人|候補"]),
    (
        "警察は2人を逮捕、3人を書類送検し、合わせて少年5人を調べた。",
        ["2人|2|exact|人|少年", "3人|3|exact|人|少年", "5人|5|exact|人|少年"],
    ),
    (
        "死者の数には諸説がある。政府筋では60人、野党では100人以上とみる。",
        ["60人|60|exact|人|死者", "100人以上|100..|at_least|人|死者"],
    ),
    ("視聴率は東京で40%だった。北海道が38%だった。", ["40%|40|exact|%|視聴率", "38%|38|exact|%|視聴率"]),
    ("男は20人を撃った。", ["20人|20|exact|人|"]),
    # Named after the number
    ("市内46カ所にある井戸を調べた。", ["46カ所|46|exact|カ所|井戸"]),
    ("男は2億円分に相当する株券を売った。", ["2億円|200000000|exact|円|株券"]),
    ("26ページにも上る提案書を出した。", ["26ページ|26|exact|ページ|提案書"]),
    ("20万人が隣国に難民としてとどまる。", ["20万人|200000|exact|人|難民"]),
    ("団体に50万円が賞金として贈られる。", ["50万円|500000|exact|円|賞金"]),
    ("国民投票で8割が賛成。", ["8割|8|exact|割|賛成"]),
    ("数回にわたり手術を受けた。", ["数回|2..9|several|回|手術"]),
    ("会社は900人近い従業員を抱える。", ["900人近い|900|nearly|人|従業員"]),
    (
        "西部で20ミリ、南部で30ミリ、東部で40ミリの雨量を見込む。",
        ["20ミリ|20|exact|ミリ|雨量", "30ミリ|30|exact|ミリ|雨量", "40ミリ|40|exact|ミリ|雨量"],
    ),
    ("放火など12件の犯罪で起訴された。", ["12件|12|exact|件|犯罪"]),
    # The topic of a number with が, rates beyond a verb
    ("この弁当は全国で3万個が販売された。", ["3万個|30000|exact|個|弁当"]),
    ("職員は止めたが、数人が壇上に登った。", ["数人|2..9|several|人|"]),
    ("平均視聴率が発表され、関東で13.8%だった。", ["13.8%|13.8|exact|%|平均視聴率"]),
    ("会社は定着率の目標を70%と定めた。", ["70%|70|exact|%|定着率"]),
    ("日本人が2名搭乗していた。", ["2名|2|exact|名|日本人"]),
    ("大雪による死者、84人に", ["84人|84|exact|人|死者"]),
    # Counters that are the thing, lists of persons
    ("新規参入3社に免許を渡した。", ["3社|3|exact|社|社"]),
    ("中学生計12人が集まった。", ["計12人|12|exact|人|中学生"]),
    ("横綱は4勝2敗で優勝した。", ["4勝|4|exact|勝|勝", "2敗|2|exact|敗|敗"]),
    ("代表は大会5連覇を果たした。", ["5連覇|5|exact|連覇|連覇"]),
    ("ゼリー3種類・98個を回収した。", ["3種類|3|exact|種類|ゼリー", "98個|98|exact|個|ゼリー"]),
    # Places and ordinals
    ("3着はハルカゼ、4着はアキカゼだった。", ["3着|3|exact|着|ハルカゼ", "4着|4|exact|着|アキカゼ"]),
    ("田中一郎選手が2位、鈴木次郎選手が5位だった。", ["2位|2|exact|位|田中一郎", "5位|5|exact|位|鈴木次郎"]),
    ("第5回「港の音楽会」が開かれた。", ["第5回|5|exact|回|港の音楽会"]),
    ("第92回夏の甲子園が始まる。", ["第92回|92|exact|回|夏の甲子園"]),
    ("選手は2本目133メートルを飛んだ。", ["2本目|2|exact|本目|", "133メートル|133|exact|メートル|2本目"]),
    # Distances are told from a place
    ("現場から40キロの海域で船を見た。", ["40キロ|40|exact|キロ|現場"]),
    ("船は半島の東方300キロの洋上にいる。", ["300キロ|300|exact|キロ|半島の東方"]),
    ("現場は駅の西400メートルだ。", ["400メートル|400|exact|メートル|現場"]),
    # Ages
    ("署は29歳と25歳の看守を調べた。", ["29歳|29|exact|歳|看守", "25歳|25|exact|歳|看守"]),
    ("男子部員4人（18～19歳）が暴行した。", ["4人|4|exact|人|男子部員", "18～19歳|18..19|exact|歳|男子部員"]),
    ("イ・ヨンスクさん（54・女）が話した。", ["54|54|exact||イ・ヨンスク"]),
    ("3歳馬の競走があった。", ["3歳|3|exact|歳|馬"]),
    ("次女（7つ）が見つかった。", ["7つ|7|exact|つ|次女"]),
    ("会合を2・3回開く。", ["2・3回|2..3|exact|回|会合"]),
    (
        "新局の費用が30億円かかり、卸価格が1リットル150円になる。",
        ["30億円|3000000000|exact|円|新局の費用", "150円|150|exact|円|卸価格"],
    ),
    ("参加率が5%未満の場合は中止となる。", ["5%未満|..5|less_than|%|参加率"]),
    ("第12回南部諸国連合（NSU）首脳会議が開かれた。", ["第12回|12|exact|回|首脳会議"]),
    ("2着にはハルカゼが入った。", ["2着|2|exact|着|ハルカゼ"]),
    # Events are no people, acts are no things
    ("牧場は種牛・6頭を移した。", ["6頭|6|exact|頭|種牛"]),
    ("横綱は3年連続10回目の優勝を決めた。", ["10回目|10|exact|回目|優勝"]),
    ("首都で同時多発テロ195人死ぬ", ["195人|195|exact|人|"]),
    ("布団の音めぐり、100万円賠償命令", ["100万円|1000000|exact|円|賠償"]),
    ("女から1200万円詐取などの疑い", ["1200万円|12000000|exact|円|"]),
    ("3位チームが決勝に進んだ。", ["3位|3|exact|位|チーム"]),
    ("加盟国は137カ国だ。決勝は準決勝で2勝したチームが戦う。", ["137カ国|137|exact|カ国|加盟国", "2勝|2|exact|勝|勝"]),
    ("会社は4350人従業員を抱える。", ["4350人|4350|exact|人|従業員"]),
    ("田中一郎容疑者と、その知人の鈴木次郎容疑者の2人を逮捕した。", ["2人|2|exact|人|容疑者"]),
    ("優勝者には200万円の範囲内での賞金が出る。", ["200万円|2000000|exact|円|賞金"]),
    ("投手は女性を3回殴った。", ["3回|3|exact|回|"]),
    ("大手の商社が原石を買い、会社が1200万ドルで落札した。", ["1200万ドル|12000000|exact|ドル|"]),
    # Amounts and relations with what they are of
    ("湾に入る漁船の数は2倍に増えた。", ["2倍|2|exact|倍|漁船の数"]),
    ("市場では玉ねぎの卸売価格が1キロ200円を超えた。", ["200円|200..|more_than|円|玉ねぎの卸売価格"]),
    ("両チームの得点の差は2つしかない。", ["2つ|2|exact|つ|得点の差"]),
    ("牛乳の生産量の減少は300トンになる。", ["300トン|300|exact|トン|生産量の減少"]),
    ("冷凍食品は出荷数が3万個に落ち込んだ。", ["3万個|30000|exact|個|冷凍食品"]),
    ("東京の気温は35℃だった。", ["35℃|35|exact|℃|気温"]),
    # Numbers without a unit: rolls of names, points
    (
        "新しい市議会の議席は、青空党12、みどり会7、港の声4となった。",
        ["12|12|exact||議席", "7|7|exact||議席", "4|4|exact||議席"],
    ),
    ("青空党は議席を3減らし、チームは勝ち点を41とした。", ["3|3|exact||議席", "41|41|exact||勝ち点"]),
    # Counters that are the thing, and the fuller noun after them
    ("政府は2団体と4個人の資産を凍結した。", ["2団体|2|exact|団体|団体", "4個人|4|exact|個人|個人"]),
    ("箱には3票の白票があった。", ["3票|3|exact|票|白票"]),
    ("警戒の水準は全部で5段階ある。", ["5段階|5|exact|段階|水準"]),
    # What is bought and priced
    ("純利益2倍の80億円、北海精機", ["2倍|2|exact|倍|純利益", "80億円|8000000000|exact|円|純利益"]),
    ("純利益は市場予想の平均（90億円）を上回った。", ["90億円|9000000000|exact|円|市場予想"]),
    (
        "北海精機株は前日比5%高の1200円と年初来高値を付けた。",
        ["5%|5|exact|%|北海精機株", "1200円|1200|exact|円|北海精機株"],
    ),
    # Topics that stand apart
    ("記者団に「18か所に給水所を設けた」と話した。", ["18か所|18|exact|か所|給水所"]),
    ("会社は役員として中村次郎部長ら3人を送る。", ["3人|3|exact|人|中村次郎部長"]),
    ("市は会場を3000人収容の新しいホールに移す。", ["3000人|3000|exact|人|"]),
    ("利用客は1980年度の60万人をピークに減った。", ["60万人|600000|exact|人|利用客"]),
    ("同種の窃盗は今年に入って県内で9件発生した。", ["9件|9|exact|件|窃盗"]),
    ("牧場は馬や羊など、80頭を移した。", ["80頭|80|exact|頭|馬や羊"]),
    ("会社は2万件の会員の名簿を失った。", ["2万件|20000|exact|件|会員の名簿"]),
    ("市警捜査課は全国150カ所で店を開く会社を調べた。", ["150カ所|150|exact|カ所|"]),
    ("水蒸気が噴き出し1人重傷、町は前述の3人の内訳を示した。", ["1人|1|exact|人|", "3人|3|exact|人|"]),
    ("橋は県内で2つ目となる水族館だ。", ["2つ目|2|exact|つ目|水族館"]),
    # Shares of a group, pairs
    ("成人800人を対象にした調査では、62%が賛成した。", ["800人|800|exact|人|成人", "62%|62|exact|%|成人"]),
    ("増税に「賛成」は41%、「反対」は52%だった。", ["41%|41|exact|%|賛成", "52%|52|exact|%|反対"]),
    ("議員票では5割だったが、党員票では7割に達した。", ["5割|5|exact|割|議員票", "7割|7|exact|割|党員票"]),
    ("増税に「賛成」と答えた人が45%いた。", ["45%|45|exact|%|「賛成」と答えた人"]),
    (
        "米1袋が300円で、所得は韓国の半分だった。",
        ["1袋|1|exact|袋|米", "300円|300|exact|円|米", "半分|0.5|exact||所得"],
    ),
    ("登山者3人が遭難し、1人が死亡した。", ["3人|3|exact|人|登山者", "1人|1|exact|人|登山者"]),
    (
        "同社の株は5%安となり、損失は200億円と試算される。",
        ["5%|5|exact|%|同社の株", "200億円|20000000000|exact|円|損失"],
    ),
    ("若者の6割が不安だと答え、10年前の4割から増えた。", ["6割|6|exact|割|若者", "4割|4|exact|割|若者"]),
    ("面積は公園3つ分に当たる30ヘクタールだ。", ["3つ|3|exact|つ|公園", "30ヘクタール|30|exact|ヘクタール|面積"]),
    ("難民300人が町に着いた。その7割は子どもだ。", ["300人|300|exact|人|難民", "7割|7|exact|割|難民"]),
    ("市は補正予算案を発表し、総額は830億円だった。", ["830億円|83000000000|exact|円|補正予算案"]),
    ("津波の高さは1メートル20センチだった。", ["1メートル20センチ|1.2|exact|メートル|津波の高さ"]),
    ("入場料は一般1500円だ。", ["1500円|1500|exact|円|入場料"]),
    # Distances and lengths
    ("船は志摩市沖約200メートルの浅瀬で止まった。", ["約200メートル|200|approx|メートル|志摩市沖"]),
    ("鳥は本土の南20キロに位置する小島で見つかった。", ["20キロ|20|exact|キロ|小島"]),
    ("走者は残り300メートル地点で抜いた。", ["300メートル|300|exact|メートル|地点"]),
    ("海岸線（港町―岬、20キロ）が開通した。", ["20キロ|20|exact|キロ|海岸線"]),
    (
        "木製の看板（縦1メートル、横40センチ）が外れた。",
        ["1メートル|1|exact|メートル|看板", "40センチ|40|exact|センチ|看板"],
    ),
]

NOTHING = [
    "2022年3月19日午後3時に式典が始まった。",
    "工事は5年間、調査は3カ月、会議は20分で終わった。",
    "候補は東京1区から立った。",
    "一方、九州と四国では一部で雨が降った。",
    "八百長を防ぐため一致して一連の対策をとる。",
    "三菱や千葉の百貨店は一般に公開する。",
    "第2次内閣は国防5カ年計画を認めた。",
    "両軍は38度線をはさみ、二正面の構えだ。",
    "警察は4人組の行方を追う。",
    "投手は三振を奪った。",
    "五輪で十両の力士が旗を持った。",
    "問い合わせは03-1234-5678、https://example.jp/2024/5 へ。",
    "新しいバージョン3.2をB787に載せた。",
    "町は復興を急ぐ[3]。",
    "国道4号線の3丁目で事故があった。",
    "日銀はゼロ金利を続ける。",
    "職員は一人ひとりに声をかけた。",
    "1人当たりの負担は同じで、1株当たりの配当はない。",
    "何人が来るかは分からない。",
    "会社は706シリーズと904と905のシリーズを発表した。",
    '出典は"Harbor News",March 4, 2009だ。',
    "合成麻薬の一種「クサ」が見つかり、荷を一度に運んだ。",
    "チームは大学リーグ1部に上がり、1・2部入れ替え戦に出る。",
    "男は面白半分に押し、船は真っ二つに割れた。",
    "新聞に四コマ漫画がある。案をもう一度話し合う。",
    "その週一杯、雨が降った。会社は2006年分の割り当てを決めた。",
    "続く2回も打線がつながった。",
    "現役で5本の指に入る打者だ。",
    "1株辺りの配当を決めた。",
    "ゼロからの出直しになる。モスクワ発778便が着いた。",
]

UNITS = [
    ("輸出は300万米ドルだった。", "money", "USD"),
    ("輸出は300万ユーロだった。", "money", "EUR"),
    ("入場料は¥2,800だ。", "money", "JPY"),
    ("資金は36億人民元に上る。", "money", "CNY"),
    ("水温は20℃だった。", "measure", "Cel"),
    ("積雪は30㎝だった。", "measure", "cm"),
    ("距離は12㎞だった。", "measure", "km"),
    ("中心気圧は960ヘクトパスカルだ。", "measure", "hPa"),
    ("放射線量は毎時2マイクロシーベルトだった。", "measure", "uSv/h"),
    ("台風は時速20キロで進む。", "measure", "km/h"),
    ("農地は30ヘクタールある。", "measure", "har"),
    ("開票率は42パーセントだ。", "percent", "percent"),
    ("賛成は6割だ。", "percent", "wari"),
    ("代表は62歳だ。", "age", "a"),
    ("会合は3ヵ国で開く。", "count", "カ国"),
    ("議員の3分の2が賛成した。", "ratio", ""),
    ("チームは2位に入った。", "ordinal", "位"),
    ("船は3回目の航海に出た。", "ordinal", "回"),
    ("代表はこれまで6度優勝した。", "count", "度"),
    ("牝馬は最後の直線で2着に入った。", "ordinal", "着"),
    ("店は制服を60着そろえた。", "count", "着"),
    ("チームは後半に2点を先制された。", "score", "点"),
    ("美術館は油絵70点を公開した。", "count", "点"),
    ("チームは5点差を追いついた。", "score", "点差"),
    ("火は建物の3階に燃え移った。", "ordinal", "階"),
    ("コピーは1度だけ許される。", "count", "度"),
    ("会社は3期ぶりに黒字となった。", "count", "期"),
]

ACTS = [
    ("政府は、北朝鮮が今年に入って撃ったミサイルは40発に達したと述べた。", "達する", "", "2024"),
    # predicate, agent, date
    ("北朝鮮は今年、計67発のミサイルを発射した。", "発射する", "北朝鮮", "2024"),
    ("海軍が沖合で行った演習は順調で、計12発の魚雷を発射した。", "発射する", "海軍", ""),
    ("韓国政府は18日、戦車1000両を輸出した。", "輸出する", "韓国政府", "2024-06-18"),
    ("昨年の25発を上回った。", "上回る", "", "2023"),
    ("市は3日に職員30人を派遣。", "派遣する", "市", "2024-06-03"),
    ("死者は12人に上った。", "上る", "", ""),
    ("村で住民8人が軍によって拘束された。", "拘束する", "軍", ""),
    ("輸出は前年比3%減った。", "減る", "", ""),
    ("爆発で14人が死亡した。", "死亡する", "", ""),
    ("通信社は死者は11人だと伝えた。", "", "", ""),
    ("政府は条例5本を法制化した。", "法制化する", "政府", ""),
    ("通信社は、EUが研究に3億ユーロを充てると報じた。", "充てる", "EU", ""),
    ("政府は2024〜26年に3000億円を投じる。", "投じる", "政府", "2024"),
    ("火事で死亡した3人は近くに住んでいた。", "住む", "", ""),
    ("車にはねられた11人のうち最も若いのは学生だ。", "はねる", "", ""),
    ("市が派遣した職員20人の名は明かされていない。", "派遣する", "市", ""),
    ("選挙に立候補したのは59人となった。", "立候補する", "", ""),
    ("海岸で40人の死亡が確認された。", "死亡する", "", ""),
    ("山で登山者4人が行方不明になった。", "行方不明になる", "", ""),
    ("警視庁は路上での15件を事件として扱う方針を示した。", "扱う", "警視庁", ""),
    ("県警は窃盗容疑で6人を逮捕、工場も捜索した。", "逮捕する", "県警", ""),
    ("党は得票を3%増の水準に保った。", "増える", "", ""),
    ("湖は駅から300メートル先にある。", "", "", ""),
    ("佐藤選手が決勝で3回目の優勝を決めた。", "決める", "佐藤選手", ""),
    ("監視団は5つの段階に立ち会ってきた。", "立ち会う", "監視団", ""),
    ("北見市は予算に2億円を盛り込む方向で準備している。", "盛り込む", "北見市", ""),
    ("ロイターは武装勢力の85人が死亡したと伝えた。", "死亡する", "", ""),
    ("部隊は先週捕らえた41人を、9日に釈放した。", "釈放する", "部隊", "2024-06-09"),
    ("市は2003年に建てた店で40個を配る。", "配る", "市", ""),
    ("3日に開かれた大会で5人が入賞した。", "入賞する", "", "2024-06-03"),
    ("県内では2004年から7件が摘発された。", "摘発する", "", "2004"),
    ("今年4月に行われた選挙で県警は6月3日、5人を逮捕した。", "逮捕する", "県警", "2024-06-03"),
    ("1975年の優勝を皮切りに、球団は6回優勝した。", "優勝する", "球団", ""),
    ("市が100%出資の会社だ。", "出資する", "市", ""),
    ("大野投手は昨年、3度にわたり左ひざを手術した。", "手術する", "大野投手", "2023"),
    ("県は6県に苗が流通したと発表した。", "流通する", "", ""),
    ("福祉課が迷子の8人を保護した。", "保護する", "福祉課", ""),
    ("県警は窃盗で9人を送検。", "送検する", "県警", ""),
    ("球団は、6人しか果たしていない記録を祝った。", "果たす", "", ""),
    ("調査をした300人のうち多くは学生だ。", "調査する", "", ""),
    ("これまでに204株を回収した。", "回収する", "", ""),
]


def number(quantity: Quantity) -> str:
    """The value, or the bounds where there is no single one."""

    def plain(bound: Decimal | None) -> str:
        if bound is not None and abs(bound - Decimal(2) / 3) < Decimal("1e-9"):
            return "2/3"
        return "" if bound is None else format(bound.normalize(), "f")

    low, high = plain(quantity.low), plain(quantity.high)
    if quantity.value is not None:
        assert plain(quantity.value) in {low, high}
    return low if low == high else f"{low}..{high}"


@pytest.fixture(scope="module")
def annotations(parser, annotated):
    """Every sentence of this module annotated, by its text."""
    texts = sorted({case[0] for table in (FOUND, UNITS, ACTS) for case in table} | {*NOTHING, SAID, LISTED, DONE})
    return {
        text: annotated(Article("test", "", text, published=PUBLISHED), parse)
        for text, parse in zip(texts, parser.pipe(texts), strict=True)
    }


@pytest.mark.model
@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected, annotations):
    found = [
        "|".join(
            (
                text[each.start : each.end],
                number(each),
                each.modifier,
                each.unit,
                text[slice(*each.item)] if each.item else "",
            )
        )
        for each in annotations[text].quantities
    ]
    assert found == expected


@pytest.mark.model
@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text, annotations):
    assert [text[each.start : each.end] for each in annotations[text].quantities] == []


@pytest.mark.model
@pytest.mark.parametrize(("text", "kind", "unit_id"), UNITS)
def test_kind_and_unit(text, kind, unit_id, annotations):
    assert [(each.kind, each.unit_id) for each in annotations[text].quantities] == [(kind, unit_id)]


@pytest.mark.model
@pytest.mark.parametrize(("text", "predicate", "agent", "date"), ACTS)
def test_act(text, predicate, agent, date, annotations):
    annotation = annotations[text]
    (each,) = annotation.quantities
    assert each.predicate == predicate
    assert (text[slice(*each.agent)] if each.agent else "") == agent
    assert (annotation.dates[each.date].value if each.date is not None else "") == date


SAID = "田中一郎教授は「労働者3万人が来る可能性がある」と述べた。市には20人がいる。"
LISTED = "土砂崩れにより、宮崎県で15人、大分県で2人が死亡した。"
DONE = "ロシア国防省は3日、兵士200人を派遣した。"


@pytest.mark.model
def test_claim(annotations):
    annotation = annotations[SAID]
    inside, outside = annotation.quantities
    assert inside.claim is not None
    claim = annotation.claims[inside.claim]
    assert SAID[claim.start : claim.end] == "労働者3万人が来る可能性がある"
    assert outside.claim is None


@pytest.mark.model
def test_act_is_shared_over_a_list(annotations):
    assert [each.predicate for each in annotations[LISTED].quantities] == ["死亡する", "死亡する"]


@pytest.mark.model
def test_agent_is_the_entity_named(annotations):
    annotation = annotations[DONE]
    (each,) = annotation.quantities
    named = [mention for mention in annotation.mentions if DONE[mention.start : mention.end] == "ロシア国防省"]
    assert named and each.agent_entity_id == named[0].entity_id != ""


@pytest.fixture(scope="module")
def matcher():
    return Matcher(lexicon.folders())


def by_characters(text: str) -> Parse:
    """A parse in which every character is a word of its own."""
    paragraphs = sentences.paragraphs(text)
    words = tuple(
        Word(i, i, i + 1, char, char, "NOUN", "名詞-数詞" if char.isdigit() else "名詞-普通名詞-一般", "compound", i)
        for i, char in enumerate(text)
    )
    return Parse(text, words, tuple(sentences.sentences(text, paragraphs)), paragraphs)


PIECES = (
    *"約計3数百万人発%円銭対、のはを（）「」第目-.$度台代半。\n",
    *("12", "分の", "から", "～", "以上", "未満", "超え", "うち", "ミサイル"),
)


@settings(deadline=None)
@given(text=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_any_text(text, matcher):
    end = 0
    for each in matcher.find(by_characters(text)):
        assert end <= each.start < each.end <= len(text)
        assert each.low is None or each.high is None or each.low <= each.high
        for span in (each.item, each.agent):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
        end = each.end


@given(text=st.lists(st.sampled_from(PIECES), max_size=30).map("".join), data=st.data())
@settings(deadline=None)
def test_taken_spans_stay_untouched(text, data, matcher):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for each in matcher.find(by_characters(text), [(start, end)] if start < end else []):
        number_start = each.start
        assert each.end <= start or number_start >= end or text[each.start : each.end] != text[start:end]


def test_rules_of_a_user_win(tmp_path):
    (tmp_path / "quantities").mkdir()
    rows = {
        "words": ("surfaces\tkind\tvalue\tmodifier\tunit\tunit_id", "半数\tpercent\t50\tapprox\t%\t%"),
        "modifiers": ("surfaces\tplace\tmodifier", "約\tbefore\tat_most"),
        "units": ("surfaces\tkind\tunit_id\tplace", "個\tmeasure\tkoko\tafter"),
    }
    for name, lines in rows.items():
        (tmp_path / "quantities" / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    matcher = Matcher(lexicon.folders(tmp_path))
    text = "半数が約30個を買った。"
    found = [(q.kind, q.value, q.modifier, q.unit_id) for q in matcher.find(by_characters(text))]
    assert found == [("percent", 50, "approx", "%"), ("measure", 30, "at_most", "koko")]


@pytest.mark.model
def test_an_end_is_not_before_the_beginning(parser, matcher):
    items = [matcher.find(parser.parse(text))[0].item for text in ("8人の社員が辞めた。", "8人の社員が辞めたと言うが")]
    assert items == [(3, 5), (3, 5)]
