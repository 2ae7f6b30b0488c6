/** What every town has posters about; the office adds its own. */
export const standardThemes: readonly string[] = [
	'社会主义核心价值观',
	'讲文明树新风',
	'关爱未成年人',
	'节约粮食',
	'垃圾分类',
	'文明交通',
	'消防安全',
	'邻里守望',
	'志愿服务',
	'传统节日'
];
