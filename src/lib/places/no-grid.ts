/** In the place of a grid's code: what lies in no grid. */
export const noGrid = 'none';
