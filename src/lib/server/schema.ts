export * from './accounts/schema';
export * from './audit/schema';
export * from './jobs/schema';
export * from './notifications/schema';
export * from './places/schema';
export * from './reports/desk-schema';
export * from './reports/schema';
export * from './settings/schema';
