/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A record is an immutable object whose properties, JSON form and clean-up all
 * follow from one table of fields.  The instance struct is visible to the
 * stages that fill it; outside the library there are getters only.
 *
 * The struct of a record begins
 *
 *   struct _EdgeKitCpu
 *   {
 *     GObject parent_instance;
 *     guint64 absent;      // bit i: fields[i] was looked for and is not there
 *     ...
 *   };
 *
 * and its class_init calls edgekit_record_class_install(), its init
 * edgekit_record_init() (which sets every number to EDGEKIT_UNKNOWN).
 * In JSON an unknown field is left out, a field marked absent is null. */

#include <json-glib/json-glib.h>

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_FIELD_STRING,   /* char *, owned */
  EDGEKIT_FIELD_SENTENCE, /* the same; in JSON as it is stored, else as _edgekit_show_sentence() has it */
  EDGEKIT_FIELD_INT,      /* gint64, EDGEKIT_UNKNOWN when not known, else >= 0 */
  EDGEKIT_FIELD_DOUBLE,   /* double, -1 when not known */
  EDGEKIT_FIELD_BOOLEAN,  /* gboolean; always written */
  EDGEKIT_FIELD_TRISTATE, /* EdgeKitTristate */
  EDGEKIT_FIELD_ENUM,     /* int; written as its nick; first value is the default */
  EDGEKIT_FIELD_STRV,     /* GStrv, owned; NULL is unknown, empty is empty */
  EDGEKIT_FIELD_LIST,     /* GListStore * of records of gtype; never NULL */
  EDGEKIT_FIELD_OBJECT,   /* a record of gtype, owned, may be NULL */
} EdgeKitFieldType;

typedef struct
{
  const char *name;       /* GObject property name; NULL: no property */
  const char *key;        /* JSON member; NULL: not in JSON */
  EdgeKitFieldType type;
  goffset offset;         /* in the instance struct */
  GType (*gtype) (void);  /* of ENUM, LIST items and OBJECT */
} EdgeKitField;

#define EDGEKIT_RECORD_MAX_FIELDS 64

/* Installs properties of ids 1..n, get_property and finalize. @absent is the
 * offset of the guint64, or 0 when the record has none. */
void     _edgekit_record_class_install (GObjectClass       *klass,
                                        const EdgeKitField *fields,
                                        guint               n_fields,
                                        goffset             absent);
void     _edgekit_record_init          (gpointer            record);

/* For those who fill records. */
void     _edgekit_record_set_absent    (gpointer            record,
                                        const char         *key);
/* Whether the field was looked for and is not there. */
gboolean _edgekit_record_is_absent     (gpointer            record,
                                        const char         *key);

/* Adds the members of @record to the object that is open in @builder. */
void     _edgekit_record_write         (gpointer            record,
                                        JsonBuilder        *builder);
/* The same with the braces around it. */
void     _edgekit_record_write_object  (gpointer            record,
                                        JsonBuilder        *builder);

/* Fills @record from @object. @where names the object in errors
 * ("accelerators[0]"). Members without a field are appended to @unknown
 * (element-type utf8, may be NULL) as paths. */
gboolean _edgekit_record_read          (gpointer            record,
                                        JsonObject         *object,
                                        const char         *where,
                                        GPtrArray          *unknown,
                                        GError            **error);

G_END_DECLS
