export {
  MANAGEMENT_PATH,
  MANAGEMENT_SCOPES,
  type ManagementScope,
  managementResource,
} from '../tenants/management-scopes.ts';
