/** What residents, units and checkers write in the demo, by category group or occasion. */
export const descriptions: Record<string, readonly string[]> = {
	sanitation: [
		'堆了好几天了，路过都要绕着走。',
		'早上上班就看到，到晚上还在。',
		'旁边就是居民楼，味道很大。',
		'下雨以后更脏，麻烦来清一清。',
		'这一段经常这样，清了又有。'
	],
	cityscape: [
		'人行道被占了一半，推婴儿车过不去。',
		'晚上最多，白天也有。',
		'影响市容，希望规范一下。',
		'放学的时候特别挤。',
		''
	],
	traffic: [
		'停在人行道上，行人只能走机动车道。',
		'挡住了盲道。',
		'上下学时间尤其严重。',
		'车子倒了一片，老人容易绊到。'
	],
	facility: [
		'晚上看不清，差点摔倒。',
		'已经坏了一个多星期。',
		'骑车经过很危险，请先围一下。',
		'下雨就积水。'
	],
	conduct: ['早晚高峰常见。', '希望多安排劝导。', '周末更多。', ''],
	community: ['楼道堆满了，消防通道过不去。', '小区没有物业，没人管。', '希望社区帮忙协调。'],
	frontage: ['门口东西摆得太多。', '市场门口每天早上都乱。', '店门前垃圾没有及时清。'],
	praise: [
		'志愿者扶老人过马路，给他们点赞。',
		'这条街现在干净多了。',
		'建议在公园多放几个分类垃圾桶。'
	]
};

export const addresses = ['路口东侧', '公交站旁', '小区北门外', '学校对面', '市场南门', '', '', ''];

export const outcomes = [
	'已清理干净，并增加了巡查。',
	'已处理完毕，请核查。',
	'现场已整改，责任人已告知。',
	'已修复并恢复通行。',
	'已规范摆放，安排专人看护。'
];

export const reworkReasons = ['角落里还有，没有清完。', '修补处不平整，请重做。', '只处理了一半。'];
export const returnReasons = ['该路段不在我单位管养范围。', '权属不在本单位，建议转权属单位。'];
export const suspendReasons = ['需等配件到货', '涉及管线改造，待停水施工', '需配合道路大修'];
export const complaints = ['第二天又堆上了。', '只是搬到了旁边。', '坑补了还是不平。'];
export const thanks = ['', '', '很快，谢谢。', '处理得很好。'];
