/** What stands in the audit, in words; an action without a line is shown by its name. */
export const auditWords: Readonly<Record<string, string>> = {
	sign_in: '登录',
	sign_in_failed: '登录失败',
	register: '居民首次登录',
	end_session: '退出一处登录',
	end_sessions: '结束多处登录',
	prove_second_factor: '通过两步验证',
	second_factor_failed: '两步验证不对',
	enrol_second_factor: '设置两步验证',
	renew_recovery_codes: '更新恢复码',
	use_recovery_code: '使用恢复码',
	reset_second_factor: '重置两步验证',
	lift_lock: '解除锁定',
	add_staff: '添加人员',
	change_staff: '修改人员',
	add_account: '添加账号',
	first_administrator: '设置首位系统管理员',
	choose_setting: '修改设定',
	rotate_keys: '更换密钥',
	open_contact: '查看联系方式',
	search_phone: '按电话查找',
	export_audit: '导出审计记录',
	verify_audit: '核对审计链',
	export_own: '居民导出自己的资料',
	erase_own: '居民注销并抹去资料',
	erase_contact: '上报人删除电话',
	erase_contacts: '按期删除联系方式',
	dry_run_retention: '试算到期内容',
	run_retention: '执行到期删除',
	submit: '上报',
	release: '公开',
	withdraw: '撤回公开',
	take_down: '撤下',
	ask_takedown: '请求撤下',
	void: '作废上报',
	answer_takedown: '答复撤下请求',
	release_photo: '公开照片',
	withhold_photo: '照片不公开',
	withdraw_photo: '上报人撤回照片',
	detach_account: '上报与账号脱离'
};

/** Whoever did one of these read personal data, or took it out of the house. */
export const personalDataActions = [
	'open_contact',
	'search_phone',
	'export_audit',
	'export_own'
] as const;

export const auditLabel = (action: string): string => auditWords[action] ?? action;
