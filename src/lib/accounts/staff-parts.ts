/** Where the nav of the staff side leads, in its order; to each role what it may open. */
export const staffParts = [
	{ path: '/admin', label: '待办' },
	{ path: '/admin/search', label: '搜索' },
	{ path: '/admin/map', label: '挂图' },
	{ path: '/admin/orders', label: '我的办理' },
	{ path: '/admin/asks', label: '申请' },
	{ path: '/admin/supervised', label: '督办' },
	{ path: '/admin/shifts', label: '文明劝导' },
	{ path: '/admin/posters', label: '公益广告' },
	{ path: '/admin/quiz', label: '应知应会' },
	{ path: '/admin/surveys', label: '调查' },
	{ path: '/admin/people', label: '人员' },
	{ path: '/admin/void', label: '作废' },
	{ path: '/admin/security', label: '安全' },
	{ path: '/admin/retention', label: '保存期限' },
	{ path: '/admin/audit', label: '审计' },
	{ path: '/unit', label: '我的案件' },
	{ path: '/check', label: '核查' },
	{ path: '/visits', label: '入户访问' },
	{ path: '/admin/settings', label: '设置' }
] as const;

/** What is set up now and then and not every day: behind 设置. */
export const settingParts = [
	{ path: '/admin/duties', label: '责任', about: '哪类问题在哪里由谁负责，盲区和冲突' },
	{
		path: '/admin/places',
		label: '网格地点',
		about: '地点、网格、路段、楼栋、门店、四长、一街五管'
	},
	{ path: '/admin/units', label: '单位', about: '责任单位的名单，从 Excel 导入和导出' },
	{ path: '/admin/categories', label: '类别', about: '多近、多久以内的同类上报算作同一件' },
	{ path: '/admin/limits', label: '时限', about: '每一步和每类问题的办理时限' },
	{ path: '/admin/calendar', label: '日历', about: '工作日、放假、调休和上班时间' },
	{ path: '/admin/templates', label: '答复模板', about: '给上报人和单位的常用话' }
] as const;

/** Of some parts the one that a page lies in: the longest address that leads to it. */
export const partAt = (paths: readonly string[], at: string): string | undefined =>
	paths
		.filter((path) => at === path || at.startsWith(`${path}/`))
		.sort((a, b) => b.length - a.length)[0];
