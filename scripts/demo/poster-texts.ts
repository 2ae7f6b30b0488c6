export type PosterText = {
	theme: string;
	title: string;
	summary: string;
	body: string;
	/** Paper, shape and ink. */
	colours: readonly [back: string, front: string, ink: string];
	/** Drawn around the middle. */
	figure: string;
};

const figures = {
	crossing:
		'<g fill="#fff"><rect x="-330" y="40" width="70" height="220"/><rect x="-210" y="40" width="70" height="220"/><rect x="-90" y="40" width="70" height="220"/><rect x="30" y="40" width="70" height="220"/><rect x="150" y="40" width="70" height="220"/><rect x="270" y="40" width="70" height="220"/></g><circle cx="0" cy="-190" r="60"/><path d="M0-130v150M-80-60h160M0 20l-60 110M0 20l60 110" fill="none"/>',
	bins: '<g transform="translate(-330 0)"><rect x="-75" y="-60" width="150" height="270" rx="16" fill="#2f6fb3"/><rect x="-92" y="-110" width="184" height="50" rx="12" fill="#2f6fb3"/></g><g transform="translate(-110 0)"><rect x="-75" y="-60" width="150" height="270" rx="16" fill="#3c8a4a"/><rect x="-92" y="-110" width="184" height="50" rx="12" fill="#3c8a4a"/></g><g transform="translate(110 0)"><rect x="-75" y="-60" width="150" height="270" rx="16" fill="#b3392f"/><rect x="-92" y="-110" width="184" height="50" rx="12" fill="#b3392f"/></g><g transform="translate(330 0)"><rect x="-75" y="-60" width="150" height="270" rx="16" fill="#6b6f73"/><rect x="-92" y="-110" width="184" height="50" rx="12" fill="#6b6f73"/></g>',
	plate:
		'<ellipse cx="0" cy="60" rx="300" ry="150" fill="#fff"/><ellipse cx="0" cy="60" rx="180" ry="80"/><path d="M-400-180v380M-440-180v110q0 40 40 40t40-40v-110M410-180q-50 60-50 160h50v220" fill="none"/>',
	heart: '<path d="M0 220C-420-40-260-320 0-150C260-320 420-40 0 220z"/>',
	house:
		'<path d="M-300 20L0-240L300 20z"/><rect x="-220" y="20" width="440" height="230" fill="#fff"/><rect x="-60" y="90" width="120" height="160"/>',
	child:
		'<circle cx="-150" cy="-120" r="75"/><path d="M-150-45v190M-250 30h200M-150 145l-70 110M-150 145l70 110" fill="none"/><circle cx="150" cy="-60" r="52"/><path d="M150-8v130M70 40h160M150 122l-50 120M150 122l50 120" fill="none"/><path d="M-50 30L70 40" fill="none"/>',
	fire: '<path d="M0-260C60-140 200-80 200 80A200 180 0 0 1-200 80C-200-20-120-40-110-130C-60-100-40-60-40-20C20-80 30-170 0-260z"/><path d="M0 20C60 80 90 110 90 160A90 90 0 0 1-90 160C-90 110-40 90 0 20z" fill="#fff"/>',
	lantern:
		'<ellipse cx="0" cy="0" rx="210" ry="180"/><path d="M0-260v80M0 180v110M-70-180h140M-70 180h140M-100-160q-70 160 0 320M100-160q70 160 0 320" fill="none"/>',
	book: '<path d="M0-140C-100-210-240-200-320-160V200C-240 160-100 150 0 220C100 150 240 160 320 200V-160C240-200 100-210 0-140z" fill="#fff"/><path d="M0-140V220" fill="none"/>',
	hand: '<path d="M-320 60L-120-60L40 40L-40 120M40 40L160-40L330 60M-160 180Q0 300 160 180" fill="none"/><circle cx="-120" cy="-180" r="60"/><circle cx="140" cy="-170" r="60"/>',
	tree: '<path d="M0 260V0" fill="none"/><circle cx="0" cy="-110" r="150"/><circle cx="-150" cy="20" r="100"/><circle cx="150" cy="20" r="100"/>',
	phone:
		'<rect x="-150" y="-260" width="300" height="520" rx="36" fill="#fff"/><circle cx="0" cy="0" r="90"/><path d="M-40 0l30 34l56-66" fill="none"/>'
} as const;

const green = ['#e8f4ec', '#57b184', '#0b5a41'] as const;
const blue = ['#e6f0fa', '#5b9bd5', '#17486f'] as const;
const red = ['#fdeeea', '#e2735f', '#8f2418'] as const;
const yellow = ['#fff6df', '#f0b94a', '#7a4a00'] as const;
const purple = ['#f2ecfa', '#9b7fd1', '#4a2f85'] as const;

/** What the demo town's posters say, one after another. */
export const posterTexts: readonly PosterText[] = [
	{
		theme: '社会主义核心价值观',
		title: '爱国，从身边做起',
		summary: '把一条街扫干净，也是爱这个国家',
		body: '核心价值观不远，就在每天的小事里：\n\n- 升国旗时站好\n- 买卖不短斤少两\n- 邻里有事搭把手',
		colours: red,
		figure: figures.heart
	},
	{
		theme: '讲文明树新风',
		title: '多等三十秒',
		summary: '红灯前停一停，平安多一程',
		body: '过马路看灯走斑马线，骑车不抢行。**三十秒，等得起。**',
		colours: blue,
		figure: figures.crossing
	},
	{
		theme: '垃圾分类',
		title: '四个桶，记得住',
		summary: '可回收、厨余、有害、其他',
		body: '- 蓝桶：纸、瓶、旧衣\n- 绿桶：剩饭菜、果皮\n- 红桶：过期药、灯管\n- 灰桶：其他\n\n倒空再扔，桶边不留水。',
		colours: green,
		figure: figures.bins
	},
	{
		theme: '节约粮食',
		title: '吃多少，点多少',
		summary: '剩下的打包带走，不丢人',
		body: '一粒米从田里到碗里要走半年。家里按人数做饭，外面按人数点菜。',
		colours: yellow,
		figure: figures.plate
	},
	{
		theme: '关爱未成年人',
		title: '放学路上，请慢一点',
		summary: '校门口三百米，是孩子的三百米',
		body: '接送车辆即停即走，不鸣笛，不占人行道。',
		colours: purple,
		figure: figures.child
	},
	{
		theme: '文明交通',
		title: '礼让斑马线',
		summary: '车让人，人快走，彼此点个头',
		body: '看到有人要过，先松油门再踩刹车。行人快走几步，谢谢司机。',
		colours: blue,
		figure: figures.crossing
	},
	{
		theme: '消防安全',
		title: '楼道不是仓库',
		summary: '通道留一米，救命快一步',
		body: '鞋柜、纸箱、电动车都不放楼道。看到消防通道被占，随手拍。',
		colours: red,
		figure: figures.fire
	},
	{
		theme: '邻里守望',
		title: '先敲门，再生气',
		summary: '楼上的脚步，也许是孩子在学走路',
		body: '有话好好说，说不通请社区帮忙调一调。',
		colours: yellow,
		figure: figures.house
	},
	{
		theme: '志愿服务',
		title: '路口的红马甲',
		summary: '一个早晨，一段路，一句“请慢走”',
		body: '志愿服务全凭自愿，时长如实记录。想参加的，到“文明劝导”看看离家近的班次。',
		colours: red,
		figure: figures.hand
	},
	{
		theme: '传统节日',
		title: '重阳，回家吃顿饭',
		summary: '打个电话，也是团圆',
		body: '《老年人权益保障法》写着：与老人分开住的，应当经常看望或者问候。',
		colours: yellow,
		figure: figures.lantern
	},
	{
		theme: '社会主义核心价值观',
		title: '诚信，是门口的招牌',
		summary: '一杆秤，称的是良心',
		body: '童叟无欺，明码标价。买到不放心的，打 12315。',
		colours: green,
		figure: figures.hand
	},
	{
		theme: '讲文明树新风',
		title: '公园是大家的客厅',
		summary: '声音小一点，花草多一点',
		body: '跳舞的把音响朝里放，遛狗的把绳子收短，下棋的把纸屑带走。',
		colours: green,
		figure: figures.tree
	},
	{
		theme: '垃圾分类',
		title: '一节电池，单独放',
		summary: '有害垃圾不混投',
		body: '过期药品、旧灯管、油漆桶，交到小区的红桶或者社区的回收点。',
		colours: green,
		figure: figures.bins
	},
	{
		theme: '节约粮食',
		title: '半份菜，正好',
		summary: '小份、半份，放心点',
		body: '餐馆提供小份菜，应当明码标价。点少了可以再加。',
		colours: yellow,
		figure: figures.plate
	},
	{
		theme: '关爱未成年人',
		title: '陪他读十分钟',
		summary: '放下手机，翻开一本书',
		body: '每天十分钟，不讲道理，只讲故事。',
		colours: purple,
		figure: figures.book
	},
	{
		theme: '文明交通',
		title: '头盔戴好，扣子扣上',
		summary: '“咔嗒”一声，平安到家',
		body: '骑电动自行车请戴头盔，走非机动车道，不逆行、不闯灯。',
		colours: blue,
		figure: figures.heart
	},
	{
		theme: '消防安全',
		title: '充电不过夜，不上楼',
		summary: '电动车进楼，等于火进楼',
		body: '到集中充电的地方充，充满就拔。电池鼓包不要再用。',
		colours: red,
		figure: figures.fire
	},
	{
		theme: '邻里守望',
		title: '一袋菜，一句话',
		summary: '隔壁独居的老人，你认识吗',
		body: '买菜时问一句“要不要带点”，下雨时帮着收一收衣服。',
		colours: yellow,
		figure: figures.house
	},
	{
		theme: '志愿服务',
		title: '会扫二维码，就能教会一个人',
		summary: '教长辈用手机，从慢开始',
		body: '一次只教一件事，写在纸上，大字。',
		colours: blue,
		figure: figures.phone
	},
	{
		theme: '传统节日',
		title: '冬至，暖一碗汤圆',
		summary: '给值夜班的人留一盏灯',
		body: '环卫、交警、医生、骑手，谢谢你们。',
		colours: red,
		figure: figures.lantern
	},
	{
		theme: '社会主义核心价值观',
		title: '友善，是多让半步',
		summary: '电梯里、车门口、菜摊前',
		body: '让一让，说声“您先请”。心宽路就宽。',
		colours: green,
		figure: figures.heart
	},
	{
		theme: '讲文明树新风',
		title: '遛狗牵绳，出门带袋',
		summary: '一根绳，一个袋，一份体谅',
		body: '《动物防疫法》第三十条：携带犬只出户，应当佩戴犬牌并系犬绳。',
		colours: green,
		figure: figures.tree
	},
	{
		theme: '消防安全',
		title: '出门前，看一眼灶',
		summary: '关火、关气、关电',
		body: '三秒钟看一圈，省得半路往回跑。',
		colours: red,
		figure: figures.fire
	},
	{
		theme: '文明交通',
		title: '别让远光灯，晃了回家的人',
		summary: '会车、跟车，换近光',
		body: '有路灯的地方用近光灯。一闪之间，对面什么也看不见。',
		colours: blue,
		figure: figures.crossing
	}
];
