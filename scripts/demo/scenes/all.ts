import { brokenPavement } from './broken-pavement';
import { danglingCables } from './cables';
import { volunteersCrossing } from './crossing';
import { openFire } from './fire';
import { brokenStreetlight, damagedBench } from './fixtures';
import { trampledGreen, unleashedDog } from './greens';
import { clutteredCorridor } from './indoors';
import { missingManhole } from './manhole';
import { messyMarket } from './market';
import { carsOnPavement, fallenBikes } from './parking';
import { goodsOutside } from './shopfront-goods';
import { smallAds } from './small-ads';
import { streetVending } from './vending';
import { constructionRubble, litteredPavement, overflowingBins, rubbishHeap } from './waste';
import { waterloggedRoad } from './waterlogging';

export const sceneBooks = {
	rubbishHeap,
	overflowingBins,
	litteredPavement,
	constructionRubble,
	openFire,
	streetVending,
	goodsOutside,
	messyMarket,
	smallAds,
	danglingCables,
	carsOnPavement,
	fallenBikes,
	brokenPavement,
	missingManhole,
	waterloggedRoad,
	brokenStreetlight,
	damagedBench,
	clutteredCorridor,
	trampledGreen,
	unleashedDog,
	volunteersCrossing
};

export type SceneName = keyof typeof sceneBooks;
