import type { Action } from './workflow';

/** What a notice may name. */
export type NoticeFacts = {
	code: string;
	category: string;
	place: string;
	unit: string;
	/** In the words that the public may read. */
	reason: string;
};

type Text = (facts: NoticeFacts) => string;
type Recipient =
	'reporter' | 'follower' | 'unit' | 'handler' | 'checker' | 'moderator' | 'supervisor';
type Notice = {
	title: Text;
	body: Text;
	/** Where it leads; the report as the recipient sees it where absent. */
	href?: string;
	/** To the reporter of this very report, and nobody who follows it. */
	alone?: true;
};

/** What happens to a report without being a step of its workflow. */
type Aside = 'ready' | 'takedown_asked' | 'taken_down' | 'look_broken';
export type Occasion = Action | Aside;

const what: Text = ({ category, place }) => `${category}${place ? `（${place}）` : ''}`;

/** Who is told what at each step; the reporter's line also goes to followers without their own. */
export const notices: {
	readonly [O in Occasion]?: { readonly [R in Recipient]?: Notice };
} = {
	ready: {
		reporter: {
			title: () => '已收到您的上报',
			body: (f) => `${what(f)}，编号 ${f.code}，正在等待文明办审核。`
		}
	},
	accept: {
		reporter: {
			title: () => '您上报的问题已受理',
			body: (f) => `${what(f)}已立案，正在确定由谁办理。`
		},
		follower: {
			title: () => '您关注的问题已受理',
			body: (f) => `${what(f)}已立案，正在确定由谁办理。`
		}
	},
	note: {
		reporter: {
			title: () => '您的来信已登记',
			body: (f) => `${what(f)}已登记，用于安排文明劝导和改进工作。谢谢您。`
		},
		follower: {
			title: () => '您关注的问题已登记',
			body: (f) => `${what(f)}已登记，用于安排文明劝导和改进工作。谢谢您。`
		}
	},
	ask_verify: {
		reporter: { title: () => '正在派人到现场确认', body: (f) => `${what(f)}需要先到现场看一看。` },
		checker: { title: () => '有一件待核实', body: (f) => `${what(f)}，请到现场确认问题是否存在。` }
	},
	verified: {
		moderator: { title: () => '核实有结果了', body: (f) => `${what(f)}：${f.reason}` }
	},
	reject: {
		reporter: {
			title: () => '您上报的问题没有受理',
			body: (f) => `${what(f)}：${f.reason}如有不同意见，可以申请复核一次。`
		},
		follower: { title: () => '您关注的问题没有受理', body: (f) => `${what(f)}：${f.reason}` }
	},
	appeal_rejection: {
		moderator: { title: () => '上报人申请复核', body: (f) => `${what(f)}：${f.reason}` }
	},
	merge: {
		reporter: {
			title: () => '您上报的问题已并案',
			body: (f) => `${what(f)}与同一问题的另一件合并办理，进度会继续告诉您。`
		},
		follower: {
			title: () => '您关注的问题已并案',
			body: (f) => `${what(f)}与同一问题的另一件合并办理，那一件公开后会继续告诉您进度。`
		}
	},
	dispatch: {
		reporter: { title: () => '已派遣责任单位', body: (f) => `${what(f)}已交${f.unit}办理。` },
		unit: { title: () => '有新派遣的案件', body: (f) => `${what(f)}，请签收并按时处置。` }
	},
	acknowledge: {
		reporter: { title: () => '责任单位已签收', body: (f) => `${f.unit}已签收：${what(f)}。` }
	},
	assist_note: {
		unit: { title: () => '协办单位有说明', body: (f) => `${what(f)}：${f.reason}` }
	},
	return: {
		moderator: { title: () => '单位退回一件', body: (f) => `${f.unit}退回${what(f)}：${f.reason}` }
	},
	hand_over: {
		handler: { title: () => '同事转给您一件', body: (f) => `${what(f)}，请按时处置。${f.reason}` }
	},
	ask_extension: {
		supervisor: {
			title: () => '单位申请延期',
			body: (f) => `${f.unit}：${what(f)}。${f.reason}`,
			href: '/admin/asks'
		}
	},
	ask_suspension: {
		supervisor: {
			title: () => '单位申请挂账',
			body: (f) => `${f.unit}：${what(f)}。${f.reason}`,
			href: '/admin/asks'
		}
	},
	extend: {
		reporter: { title: () => '办理时限延长', body: (f) => `${what(f)}：${f.reason}` },
		unit: { title: () => '准予延期', body: (f) => `${what(f)}：${f.reason}` }
	},
	refuse_extension: { unit: { title: () => '不准延期', body: (f) => `${what(f)}：${f.reason}` } },
	suspend: {
		reporter: { title: () => '暂缓办理', body: (f) => `${what(f)}：${f.reason}` },
		unit: { title: () => '准予挂账', body: (f) => `${what(f)}：${f.reason}` }
	},
	refuse_suspension: { unit: { title: () => '不准挂账', body: (f) => `${what(f)}：${f.reason}` } },
	resume: {
		reporter: { title: () => '恢复办理', body: (f) => `${what(f)}已恢复办理。` }
	},
	feedback: {
		reporter: {
			title: () => '责任单位反馈已处理',
			body: (f) => `${what(f)}，接下来由核查员到现场核查。`
		},
		checker: { title: () => '有一件待核查', body: (f) => `${f.unit}已反馈：${what(f)}。` }
	},
	pass: {
		reporter: {
			title: () => '问题已解决，请您评价',
			body: (f) => `${what(f)}核查通过，7 天内可以评价。`
		},
		unit: { title: () => '核查通过', body: (f) => `${what(f)}已结案。` }
	},
	fail: {
		reporter: { title: () => '核查未通过，重新办理', body: (f) => `${what(f)}已退回${f.unit}。` },
		unit: { title: () => '核查未通过，请返工', body: (f) => `${what(f)}：${f.reason}` }
	},
	rate: {
		moderator: { title: () => '市民不满意，请复核', body: (f) => `${what(f)}：${f.reason}` }
	},
	reopen: {
		reporter: { title: () => '您的意见已采纳', body: (f) => `${what(f)}已重新办理。` },
		follower: { title: () => '您关注的问题重新办理', body: (f) => `${what(f)}已重新办理。` },
		unit: { title: () => '案件重开', body: (f) => `${what(f)}：${f.reason}` }
	},
	urge: { unit: { title: () => '催办', body: (f) => `${what(f)}，请尽快办理。` } },
	supervise: {
		unit: { title: () => '督办', body: (f) => `${what(f)}：${f.reason}` },
		moderator: { title: () => '列入督办', body: (f) => `${what(f)}：${f.reason}` }
	},
	supervise_listed: {
		reporter: {
			title: () => '已挂牌督办',
			body: (f) => `${what(f)}已由文明办挂牌督办。${f.reason}`
		},
		unit: { title: () => '挂牌督办', body: (f) => `${what(f)}：${f.reason}` },
		moderator: { title: () => '挂牌督办', body: (f) => `${what(f)}：${f.reason}` }
	},
	lift_supervision: {
		unit: { title: () => '解除督办', body: (f) => `${what(f)}：${f.reason}` }
	},
	appeal: {
		supervisor: {
			title: () => '单位申诉超时',
			body: (f) => `${f.unit}：${what(f)}。${f.reason}`,
			href: '/admin/asks'
		}
	},
	grant_appeal: {
		unit: {
			title: () => '准予申诉',
			body: (f) => `${what(f)}不计入超时率，超时的记录仍在。${f.reason}`
		}
	},
	refuse_appeal: { unit: { title: () => '不准申诉', body: (f) => `${what(f)}：${f.reason}` } },
	void: {
		reporter: { title: () => '上报已作废', body: (f) => `${what(f)}：${f.reason}` },
		// its page is gone by then
		follower: {
			title: () => '您关注的上报已作废',
			body: (f) => `${what(f)}：${f.reason}`,
			href: '/me'
		}
	},
	look_broken: {
		moderator: { title: () => '复查发现问题又出现', body: (f) => `${what(f)}：${f.reason}` },
		supervisor: { title: () => '复查发现问题又出现', body: (f) => `${what(f)}：${f.reason}` }
	},
	takedown_asked: {
		moderator: {
			title: () => '有人请求撤下公开上报',
			body: (f) => `${what(f)}：${f.reason}`,
			href: '/admin/takedowns'
		}
	},
	taken_down: {
		reporter: {
			title: () => '您的上报不再公开展示',
			body: (f) =>
				`有人对${what(f)}的公开提出了请求，文明办把它从公开页面撤下了。这不影响办理，您仍然可以在这里看进度。谢谢您的关心。`,
			alone: true
		}
	}
};

/** To a unit that is asked to help the one that leads. */
export const askedToAssist = {
	title: () => '请协办一件',
	body: (facts: NoticeFacts) => `${what(facts)}，由${facts.unit}牵头。请配合办理。`
};

/** To the reporter, when reports of others were merged into theirs. */
export const othersToo = {
	title: (many: number) => `又有 ${many} 人反映同一问题`,
	body: (facts: NoticeFacts) => `${what(facts)}：已并入您上报的这一件，一起办理。`
};
