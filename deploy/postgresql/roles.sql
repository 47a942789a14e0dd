-- The three roles of a production database. Run once as a superuser, in psql:
--   psql -v owner_password="'...'" -v app_password="'...'" -v backup_password="'...'" -f roles.sql
-- then `glueckauf migrate`, which makes the tables as their owner and gives the application its rights on them.
\set ON_ERROR_STOP on

-- Owns the tables; used by `glueckauf migrate` alone (GLUECKAUF_DATABASE_OWNER).
CREATE ROLE glueckauf_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD :owner_password;

-- The application (GLUECKAUF_DATABASE): owns nothing, bypasses nothing; row-level security shows it one tenant or one person at a time.
CREATE ROLE glueckauf_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :app_password;

-- Reads everything and writes nothing; used by `glueckauf backup` alone (GLUECKAUF_DATABASE_BACKUP).
CREATE ROLE glueckauf_backup LOGIN NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :backup_password;
GRANT pg_read_all_data TO glueckauf_backup;

CREATE DATABASE glueckauf OWNER glueckauf_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE glueckauf FROM PUBLIC;
GRANT CONNECT ON DATABASE glueckauf TO glueckauf_app, glueckauf_backup;
