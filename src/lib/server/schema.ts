export * from './accounts/schema';
export * from './audit/schema';
export * from './notifications/schema';
export * from './places/schema';
export * from './reports/schema';
